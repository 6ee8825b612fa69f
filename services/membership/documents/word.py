"""A paper of appointment as a file for a word processor."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bangduan.papers import UNSIGNED, filled

if TYPE_CHECKING:
    from services.membership.documents.certificate import Paper

#: Made by ``template``.
TEMPLATE: Final = Path(__file__).with_name("certificate.docx")


def as_docx(paper: Paper) -> bytes:
    """The paper as a ``.docx`` file."""
    values = {field.name: getattr(paper, field.name) for field in dataclasses.fields(paper)}
    first, *more = paper.right or ("",)
    signed_by = paper.signed_by or UNSIGNED
    return filled(TEMPLATE, {**values, "beside": first, "below": more, "signed_by": signed_by})
