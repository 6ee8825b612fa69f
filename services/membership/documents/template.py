"""Makes ``certificate.docx``, the template of papers of appointment for a word processor.

    python -m services.membership.documents.template

An office that wants another look edits the file itself: what stands in braces is filled in. The
face is TH SarabunPSK, which Thai offices use; where it is not installed, Laksaman or another
Thai face stands in for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

TEMPLATE: Final = Path(__file__).with_name("certificate.docx")
FACE: Final = "TH SarabunPSK"
_SIZE: Final = Pt(16)
_RIGHT_EDGE: Final = Cm(16.0)
_SIGNATURE: Final = Cm(11.0)


def make(path: Path = TEMPLATE) -> None:
    """Write the template."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3.0), Cm(2.0)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.0)
    _face(document)
    _sides(document)
    _control(document, "for said in heading")
    _centred(document, "{{ said }}", bold=True)
    _control(document, "endfor")
    _control(document, "if ruled")
    _centred(document, "-----------------------------------")
    _control(document, "endif")
    _control(document, "for said in paragraphs")
    _words(_line(document, first=Cm(2.5), before=Pt(6)), "{{ said }}")
    _control(document, "endfor")
    _words(_line(document, first=Cm(2.5), before=Pt(12)), "{{ given }}")
    _signature(document)
    _control(document, "if remark")
    _centred(document, "{{ remark }}", bold=True)
    _control(document, "endif")
    document.core_properties.author = ""
    document.core_properties.title = "หนังสือรับรอง/คำสั่งแต่งตั้ง"
    document.save(str(path))


def _sides(document: Paper) -> None:
    """The number at the left, who gives the paper at the right."""
    _control(document, "if left")
    top = _line(document)
    top.paragraph_format.tab_stops.add_tab_stop(_RIGHT_EDGE, WD_TAB_ALIGNMENT.RIGHT)
    _words(top, "{{ left }}\t{{ beside }}")
    _control(document, "for said in below")
    below = _line(document)
    below.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _words(below, "{{ said }}")
    _control(document, "endfor")
    _control(document, "endif")


def _signature(document: Paper) -> None:
    """Dots to sign on, the name under them, what it is signed as; all in one column."""
    said = (
        "(ลงชื่อ)................................................",
        "({{ signed_by }})",
        "{{ signed_as }}",
    )
    for place, words in enumerate(said):
        line = _line(document, before=Pt(36) if place == 0 else Pt(0))
        line.paragraph_format.tab_stops.add_tab_stop(_SIGNATURE, WD_TAB_ALIGNMENT.CENTER)
        line.paragraph_format.keep_with_next = place < len(said) - 1
        _words(line, f"\t{words}")


def _control(document: Paper, what: str) -> None:
    """A paragraph that says what follows is repeated or left out; it is gone in the paper."""
    document.add_paragraph("{%p " + what + " %}")


def _centred(document: Paper, words: str, *, bold: bool = False) -> None:
    line = _line(document, before=Pt(6))
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _words(line, words, bold=bold)


def _line(document: Paper, *, first: int = 0, before: int = 0) -> Paragraph:
    line = document.add_paragraph()
    shape = line.paragraph_format
    shape.first_line_indent, shape.space_before = first, before
    return line


def _words(line: Paragraph, words: str, *, bold: bool = False) -> None:
    """Words of a line; Thai has a weight of its own in this format."""
    run = line.add_run(words)
    if bold:
        run.bold = True
        made = run._r.get_or_add_rPr()  # noqa: SLF001 (python-docx has no word for complex scripts)
        made.append(OxmlElement("w:bCs"))


def _face(document: Paper) -> None:
    """The face of every paragraph, for Latin and for Thai, in Thai."""
    style: ParagraphStyle = document.styles["Normal"]
    style.font.name, style.font.size = FACE, _SIZE
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FACE)
    for name, values in (
        ("w:szCs", {"w:val": str(int(_SIZE / Pt(1) * 2))}),
        ("w:lang", {"w:val": "th-TH", "w:bidi": "th-TH"}),
    ):
        element = OxmlElement(name)
        for key, value in values.items():
            element.set(qn(key), value)
        properties.append(element)


if __name__ == "__main__":
    make()
