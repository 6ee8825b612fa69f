"""Makes ``minutes.docx``, the template of the minutes for a word processor.

    python -m services.meetings.documents.template

An office that wants another look edits the file itself: what stands in braces is filled in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bangduan.papers.drawing import (
    Cm,
    Pt,
    centred,
    control,
    line,
    numbered,
    saved,
    sheet,
    signature,
    words,
)
from services.meetings.documents.word import TEMPLATE

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as Paper

#: Where the numbers of names, the names, and what stands beside them begin.
_NAME, _BESIDE = Cm(1.0), Cm(8.0)


def make(path: Path = TEMPLATE) -> None:
    """Write the template."""
    paper = sheet()
    numbered(paper)
    control(paper, "for said in heading")
    centred(paper, "{{ said }}", bold=True)
    control(paper, "endfor")
    centred(paper, "-----------------------------------")
    control(paper, "for section in sections")
    heading = line(paper, before=Pt(8))
    words(heading, "{{ section.heading }}", bold=True)
    heading.paragraph_format.keep_with_next = True
    control(paper, "for line in section.lines")
    _kinds(paper)
    control(paper, "endfor")
    control(paper, "endfor")
    control(paper, "for each in signatures")
    signature(paper, "{{ each.name }}", "{{ each.signs_as }}", before=Pt(28))
    control(paper, "endfor")
    control(paper, "if digest")
    words(line(paper, before=Pt(14)), "{{ digest }}", size=Pt(10))
    control(paper, "endif")
    saved(paper, "รายงานการประชุม", path)


def _kinds(paper: Paper) -> None:
    """One paragraph for each kind of line."""
    control(paper, "if line.kind == 'entry'")
    entry = line(paper, left=_BESIDE, first=-_BESIDE)
    entry.paragraph_format.tab_stops.add_tab_stop(_NAME)
    entry.paragraph_format.tab_stops.add_tab_stop(_BESIDE)
    words(entry, "{{ line.label }}\t{{ line.text }}\t{{ line.detail }}")
    control(paper, "elif line.kind == 'item'")
    item = line(paper, left=Cm(1.25))
    item.paragraph_format.keep_with_next = True
    words(item, "{{ line.label }} {{ line.text }}")
    control(paper, "elif line.kind == 'resolution'")
    resolution = line(paper, left=Cm(1.25), before=Pt(3))
    words(resolution, "{{ line.label }}", bold=True)
    words(resolution, "  {{ line.text }}")
    control(paper, "elif line.kind == 'note'")
    words(line(paper, left=_NAME), "{{ line.text }}")
    control(paper, "else")
    words(line(paper, first=Cm(2.5)), "{{ line.text }}")
    control(paper, "endif")


if __name__ == "__main__":
    make()
