"""A paper as a file for a word processor."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from docxtpl import DocxTemplate

from services.meetings.documents.template import TEMPLATE

if TYPE_CHECKING:
    from services.meetings.documents.adopted import Printed

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_UNSIGNED: Final = "." * 46


def as_docx(minutes: Printed) -> bytes:
    """The minutes as a ``.docx`` file."""
    sheet = minutes.sheet
    paper = DocxTemplate(TEMPLATE)
    signatures = [
        {"name": each.name or _UNSIGNED, "signs_as": each.signs_as} for each in sheet.signatures
    ]
    digest = f"รับรองแล้ว รหัสข้อความ (SHA-256) {minutes.digest}" if minutes.digest else ""
    paper.render(
        {
            "heading": sheet.heading,
            "sections": sheet.sections,
            "signatures": signatures,
            "digest": digest,
        },
        autoescape=True,
    )
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()
