"""Makes ``minutes.docx``, the template of the minutes for a word processor.

    python -m services.meetings.documents.template

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

TEMPLATE: Final = Path(__file__).with_name("minutes.docx")
FACE: Final = "TH SarabunPSK"
_SIZE: Final = Pt(16)
#: Where the numbers of names, the names, and what stands beside them begin.
_NAME, _BESIDE = Cm(1.0), Cm(8.0)


def make(path: Path = TEMPLATE) -> None:
    """Write the template."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3.0), Cm(2.0)
    section.top_margin, section.bottom_margin = Cm(2.5), Cm(2.0)
    _face(document)
    _numbered(document)
    _control(document, "for said in heading")
    _centred(document, "{{ said }}")
    _control(document, "endfor")
    _centred(document, "-----------------------------------", bold=False)
    _control(document, "for section in sections")
    heading = _line(document, before=Pt(8))
    _words(heading, "{{ section.heading }}", bold=True)
    heading.paragraph_format.keep_with_next = True
    _control(document, "for line in section.lines")
    _kinds(document)
    _control(document, "endfor")
    _control(document, "endfor")
    _control(document, "for each in signatures")
    _signature(document)
    _control(document, "endfor")
    _control(document, "if digest")
    _words(_line(document, before=Pt(14)), "{{ digest }}", size=Pt(10))
    _control(document, "endif")
    document.core_properties.author = ""
    document.core_properties.title = "รายงานการประชุม"
    document.save(str(path))


def _kinds(document: Paper) -> None:
    """One paragraph for each kind of line."""
    _control(document, "if line.kind == 'entry'")
    entry = _line(document, left=_BESIDE, first=-_BESIDE)
    entry.paragraph_format.tab_stops.add_tab_stop(_NAME)
    entry.paragraph_format.tab_stops.add_tab_stop(_BESIDE)
    _words(entry, "{{ line.label }}\t{{ line.text }}\t{{ line.detail }}")
    _control(document, "elif line.kind == 'item'")
    item = _line(document, left=Cm(1.25))
    item.paragraph_format.keep_with_next = True
    _words(item, "{{ line.label }} {{ line.text }}")
    _control(document, "elif line.kind == 'resolution'")
    resolution = _line(document, left=Cm(1.25), before=Pt(3))
    _words(resolution, "{{ line.label }}", bold=True)
    _words(resolution, "  {{ line.text }}")
    _control(document, "elif line.kind == 'note'")
    _words(_line(document, left=_NAME), "{{ line.text }}")
    _control(document, "else")
    _words(_line(document, first=Cm(2.5)), "{{ line.text }}")
    _control(document, "endif")


def _signature(document: Paper) -> None:
    """Dots to sign on, the name under them, what it is signed as; all in one column."""
    said = (
        "(ลงชื่อ)................................................",
        "({{ each.name }})",
        "{{ each.signs_as }}",
    )
    for place, words in enumerate(said):
        line = _line(document, before=Pt(28) if place == 0 else Pt(0))
        line.paragraph_format.tab_stops.add_tab_stop(Cm(11.0), WD_TAB_ALIGNMENT.CENTER)
        line.paragraph_format.keep_with_next = place < len(said) - 1
        _words(line, f"\t{words}")


def _control(document: Paper, what: str) -> None:
    """A paragraph that says what follows is repeated or left out; it is gone in the paper."""
    document.add_paragraph("{%p " + what + " %}")


def _centred(document: Paper, words: str, *, bold: bool = True) -> None:
    line = _line(document)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _words(line, words, bold=bold)


def _line(document: Paper, *, left: int = 0, first: int = 0, before: int = 0) -> Paragraph:
    line = document.add_paragraph()
    shape = line.paragraph_format
    shape.left_indent, shape.first_line_indent, shape.space_before = left, first, before
    return line


def _words(line: Paragraph, words: str, *, bold: bool = False, size: int | None = None) -> None:
    """Words of a line; Thai has a size and a weight of its own in this format."""
    run = line.add_run(words)
    made = run._r.get_or_add_rPr()  # noqa: SLF001 (python-docx has no word for complex scripts)
    if bold:
        run.bold = True
        made.append(OxmlElement("w:bCs"))
    if size is not None:
        run.font.size = size
        complex_size = OxmlElement("w:szCs")
        complex_size.set(qn("w:val"), str(int(size / Pt(1) * 2)))
        made.append(complex_size)


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


def _numbered(document: Paper) -> None:
    """The number of the page at the top of every page."""
    line = document.sections[0].header.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = line.add_run()
    for kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)  # noqa: SLF001 (as above: fields are not in its interface)
        if kind == "begin":
            asked = OxmlElement("w:instrText")
            asked.set(qn("xml:space"), "preserve")
            asked.text = " PAGE "
            run._r.append(asked)  # noqa: SLF001 (as above)


if __name__ == "__main__":
    make()
