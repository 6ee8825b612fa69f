"""The minutes as a file for a word processor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from bangduan.papers import UNSIGNED, filled

if TYPE_CHECKING:
    from services.meetings.documents.adopted import Printed

#: Made by ``template``.
TEMPLATE: Final = Path(__file__).with_name("minutes.docx")


def as_docx(minutes: Printed) -> bytes:
    """The minutes as a ``.docx`` file."""
    sheet = minutes.sheet
    signatures = [
        {"name": each.name or UNSIGNED, "signs_as": each.signs_as} for each in sheet.signatures
    ]
    digest = f"รับรองแล้ว รหัสข้อความ (SHA-256) {minutes.digest}" if minutes.digest else ""
    return filled(
        TEMPLATE,
        {
            "heading": sheet.heading,
            "sections": sheet.sections,
            "signatures": signatures,
            "digest": digest,
        },
    )
