"""Makes ``certificate.docx``, the template of papers of appointment for a word processor.

    python -m services.membership.documents.template

An office that wants another look edits the file itself: what stands in braces is filled in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT

from bangduan.papers.drawing import Cm, Pt, centred, control, line, saved, sheet, signature, words
from services.membership.documents.word import TEMPLATE

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as Paper

_RIGHT_EDGE: Final = Cm(16.0)


def make(path: Path = TEMPLATE) -> None:
    """Write the template."""
    paper = sheet()
    _sides(paper)
    control(paper, "for said in heading")
    centred(paper, "{{ said }}", bold=True, before=Pt(6))
    control(paper, "endfor")
    control(paper, "if ruled")
    centred(paper, "-----------------------------------", before=Pt(6))
    control(paper, "endif")
    control(paper, "for said in paragraphs")
    words(line(paper, first=Cm(2.5), before=Pt(6)), "{{ said }}")
    control(paper, "endfor")
    words(line(paper, first=Cm(2.5), before=Pt(12)), "{{ given }}")
    signature(paper, "{{ signed_by }}", "{{ signed_as }}", before=Pt(36))
    control(paper, "if remark")
    centred(paper, "{{ remark }}", bold=True, before=Pt(6))
    control(paper, "endif")
    saved(paper, "หนังสือรับรอง/คำสั่งแต่งตั้ง", path)


def _sides(paper: Paper) -> None:
    """The number at the left, who gives the paper at the right."""
    control(paper, "if left")
    top = line(paper)
    top.paragraph_format.tab_stops.add_tab_stop(_RIGHT_EDGE, WD_TAB_ALIGNMENT.RIGHT)
    words(top, "{{ left }}\t{{ beside }}")
    control(paper, "for said in below")
    below = line(paper)
    below.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    words(below, "{{ said }}")
    control(paper, "endfor")
    control(paper, "endif")


if __name__ == "__main__":
    make()
