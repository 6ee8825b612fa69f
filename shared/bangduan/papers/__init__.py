"""Papers for a word processor: a template with braces in it, filled in.

    file = filled(TEMPLATE, {"heading": [...]})

``papers.drawing`` makes templates.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: Media type of what ``filled`` makes.
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Dots to write a name on, where nobody's is known.
UNSIGNED: Final = "." * 46


def filled(template: Path, values: Mapping[str, Any]) -> bytes:
    """A ``.docx`` file: the template with ``values`` in its braces, whatever letters they hold."""
    # only who asks for a paper waits for the library, and keeps it in memory
    from docxtpl import DocxTemplate  # noqa: PLC0415

    paper = DocxTemplate(template)
    paper.render(dict(values), autoescape=True)
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()
