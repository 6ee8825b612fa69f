"""Drawing the template of a Thai office's paper: A4, the margins and the face that offices use.

The face is TH SarabunPSK; where it is not installed, Laksaman or another Thai face stands in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as Paper
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

__all__ = [
    "Cm", "Pt", "centred", "control", "line", "numbered", "saved", "sheet", "signature", "words",
]  # fmt: skip

FACE: Final = "TH SarabunPSK"
_SIZE: Final = Pt(16)
_SIGNATURE: Final = Cm(11.0)


def sheet() -> Paper:
    """An empty paper."""
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3.0), Cm(2.0)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.0)
    _face(paper)
    return paper


def saved(paper: Paper, title: str, path: Path) -> None:
    """Write the template, of no author."""
    paper.core_properties.author = ""
    paper.core_properties.title = title
    paper.save(str(path))


def control(paper: Paper, what: str) -> None:
    """A paragraph that says what follows is repeated or left out; it is gone in what is filled."""
    paper.add_paragraph("{%p " + what + " %}")


def line(paper: Paper, *, left: int = 0, first: int = 0, before: int = 0) -> Paragraph:
    """An empty paragraph: how far it and its first line are set in, and the space above."""
    made = paper.add_paragraph()
    shape = made.paragraph_format
    shape.left_indent, shape.first_line_indent, shape.space_before = left, first, before
    return made


def centred(paper: Paper, said: str, *, bold: bool = False, before: int = 0) -> None:
    """A line in the middle."""
    made = line(paper, before=before)
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    words(made, said, bold=bold)


def words(into: Paragraph, said: str, *, bold: bool = False, size: int | None = None) -> None:
    """Words of a line; Thai has a size and a weight of its own in this format."""
    run = into.add_run(said)
    made = run._r.get_or_add_rPr()  # noqa: SLF001 (python-docx has no word for complex scripts)
    if bold:
        run.bold = True
        made.append(OxmlElement("w:bCs"))
    if size is not None:
        run.font.size = size
        complex_size = OxmlElement("w:szCs")
        complex_size.set(qn("w:val"), _half_points(size))
        made.append(complex_size)


def signature(paper: Paper, name: str, signs_as: str, *, before: int) -> None:
    """Dots to sign on, the name under them, what it is signed as; all in one column."""
    said = ("(ลงชื่อ)................................................", f"({name})", signs_as)
    for place, told in enumerate(said):
        made = line(paper, before=before if place == 0 else Pt(0))
        made.paragraph_format.tab_stops.add_tab_stop(_SIGNATURE, WD_TAB_ALIGNMENT.CENTER)
        made.paragraph_format.keep_with_next = place < len(said) - 1
        words(made, f"\t{told}")


def numbered(paper: Paper) -> None:
    """The number of the page at the top of every page."""
    top = paper.sections[0].header.paragraphs[0]
    top.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = top.add_run()
    for kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)  # noqa: SLF001 (as above: fields are not in its interface)
        if kind == "begin":
            asked = OxmlElement("w:instrText")
            asked.set(qn("xml:space"), "preserve")
            asked.text = " PAGE "
            run._r.append(asked)  # noqa: SLF001 (as above)


def _face(paper: Paper) -> None:
    """The face of every paragraph, for Latin and for Thai, in Thai."""
    style: ParagraphStyle = paper.styles["Normal"]
    style.font.name, style.font.size = FACE, _SIZE
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FACE)
    for name, values in (
        ("w:szCs", {"w:val": _half_points(_SIZE)}),
        ("w:lang", {"w:val": "th-TH", "w:bidi": "th-TH"}),
    ):
        element = OxmlElement(name)
        for key, value in values.items():
            element.set(qn(key), value)
        properties.append(element)


def _half_points(size: int) -> str:
    return str(int(size / Pt(1) * 2))
