"""A composed paper with the names put in: plain lines, ready for a page or a file."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

from bangduan.events.meetings import LineKind, MinutesPaper, PaperWords

Digits = Literal["arabic", "thai"]

_UNKNOWN: Final = "(ไม่มีชื่อในบัญชีรายชื่อ)"
_THAI_DIGITS: Final = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
#: A number that is no part of a Latin word, as A4 or B12.
_NUMBER: Final = re.compile(r"(?<![A-Za-z0-9])[0-9]+(?![A-Za-z0-9])")
#: What an XML file cannot hold.
_UNHOLDABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclasses.dataclass(frozen=True, slots=True)
class SheetLine:
    """A line as it reads."""

    kind: LineKind
    label: str
    text: str
    detail: str


@dataclasses.dataclass(frozen=True, slots=True)
class SheetSection:
    """A heading and the lines under it, as they read."""

    heading: str
    lines: tuple[SheetLine, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class SheetSignature:
    """Who signs, as what; ``name`` is empty where that is not known."""

    name: str
    signs_as: str


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """A paper as it reads."""

    heading: tuple[str, ...]
    sections: tuple[SheetSection, ...]
    signatures: tuple[SheetSignature, ...]


def people_in(paper: MinutesPaper) -> set[str]:
    """Ids of everybody a paper names."""
    lines = [line for section in paper.sections for line in section.lines]
    named = {words.name_of for line in lines for words in (*line.words, *line.detail)}
    named |= {signature.name_of for signature in paper.signatures}
    return {str(id) for id in named if id is not None}


def spell(
    paper: MinutesPaper,
    names: Mapping[str, str],
    reasons: Mapping[str, str],
    digits: Digits = "arabic",
) -> Sheet:
    """A paper with the names and reasons put in, its numbers in the digits asked for."""

    def said(words: Iterable[PaperWords]) -> str:
        return written("".join(_each(words, names, reasons)), digits)

    return Sheet(
        heading=tuple(written(each, digits) for each in paper.heading),
        sections=tuple(
            SheetSection(
                heading=written(section.heading, digits),
                lines=tuple(
                    SheetLine(
                        kind=line.kind,
                        label=written(line.label or "", digits),
                        text=said(line.words),
                        detail=said(line.detail),
                    )
                    for line in section.lines
                ),
            )
            for section in paper.sections
        ),
        signatures=tuple(
            SheetSignature(
                name="" if each.name_of is None else names.get(each.name_of, ""),
                signs_as=each.signs_as,
            )
            for each in paper.signatures
        ),
    )


def _each(
    words: Iterable[PaperWords], names: Mapping[str, str], reasons: Mapping[str, str]
) -> Iterator[str]:
    for each in words:
        if each.name_of is not None:
            yield names.get(each.name_of, _UNKNOWN)
        elif each.reason_of is not None:
            yield reasons.get(each.reason_of, "")
        else:
            yield each.text or ""


def written(said: str, digits: Digits) -> str:
    """A text in the digits asked for, without what no file can hold."""
    plain = _UNHOLDABLE.sub("", said)
    if digits == "arabic":
        return plain
    return _NUMBER.sub(lambda number: number[0].translate(_THAI_DIGITS), plain)
