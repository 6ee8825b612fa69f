"""A paper of appointment as a file for a word processor."""

from __future__ import annotations

import dataclasses
import io
from typing import TYPE_CHECKING, Final

from docxtpl import DocxTemplate

from services.membership.documents.template import TEMPLATE

if TYPE_CHECKING:
    from services.membership.documents.certificate import Paper

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_UNSIGNED: Final = "." * 46


def as_docx(paper: Paper) -> bytes:
    """The paper as a ``.docx`` file."""
    values = {field.name: getattr(paper, field.name) for field in dataclasses.fields(paper)}
    first, *more = paper.right or ("",)
    sheet = DocxTemplate(TEMPLATE)
    sheet.render(
        {
            **values,
            "beside": first,
            "below": more,
            "signed_by": paper.signed_by or _UNSIGNED,
        },
        autoescape=True,
    )
    file = io.BytesIO()
    sheet.save(file)
    return file.getvalue()
