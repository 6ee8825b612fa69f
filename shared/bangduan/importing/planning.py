"""What each row of a file comes to, against the register as it stands.

The dry run and the run are the same judgement: the run only carries out what it finds.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final, Literal

import marshmallow

from bangduan.domain import derived_id
from bangduan.errors import DomainError
from bangduan.events.schema import schema_for
from bangduan.importing import cells
from bangduan.importing.declared import Given, Wrong
from bangduan.importing.headers import folded
from bangduan.importing.said import Said, Unclear

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bangduan.importing.declared import Import, Known
    from bangduan.importing.reading import Cell

Kind = Literal["made", "there", "alike", "wrong", "passed"]
#: What becomes of rows that say something, in the order it is told.
KINDS: Final[tuple[Kind, ...]] = ("made", "there", "alike", "wrong")

#: Somebody may be called รวมพร: a total is a total and nothing else.
_TOTAL: Final = re.compile(
    r"(?:ยอด|ผล)?รวม(?:ทั้งสิ้น|ทั้งหมด|จำนวน|สมาชิก|ประชากร|องค์กร|กลุ่ม|ราย|คน|[0-9])*"
    r"|ทั้งสิ้น|(?:grand)?total[0-9]*|sum"
)
_MISSING: Final = "Missing data for required field."
_MUST: Final = Said("This must be filled in.", "ต้องระบุ")


@dataclasses.dataclass(frozen=True, slots=True)
class Matching:
    """Which column holds what.

    Attributes:
        header_row: number of the row with the headings, from 1; 0 when there is none.
        columns: field → number of its column, from 0.
        despite: rows that are taken although something like them is there.
    """

    header_row: int
    columns: Mapping[str, int]
    despite: frozenset[int] = frozenset()


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What a row comes to.

    Attributes:
        kind: ``made`` by ``command``; ``there`` already; ``alike`` to what is there; ``wrong``;
            ``passed`` over, as an empty row, a total or a heading said again.
        shown: field → what the row says, as it would be taken.
    """

    row: int
    kind: Kind
    command: Any = None
    wrongs: tuple[Wrong, ...] = ()
    said: Said | None = None
    shown: Mapping[str, str] = dataclasses.field(default_factory=dict)


class Planner:
    """Judges the rows of one import, in order.

    Args:
        sort: what is taken in.
        import_id: ids of what is made follow from it and the row.
        matching: which column holds what.
        known: the register.
        heading: the row of headings, so that it is known when a page repeats it.
    """

    def __init__(
        self,
        sort: Import,
        import_id: str,
        matching: Matching,
        known: Known,
        heading: Sequence[Cell] = (),
    ) -> None:
        self._sort = sort
        self._import_id = import_id
        self._matching = matching
        self._known = known
        self._schema = schema_for(sort.command)
        self._heading = [folded(cell) for cell in heading]
        self._columns = [
            (field, matching.columns[field.name])
            for field in sort.fields
            if field.name in matching.columns
        ]

    def outcomes(self, rows: Iterable[tuple[int, Sequence[Cell]]]) -> Iterator[Outcome]:
        """What each of some numbered rows comes to; those up to the headings say nothing."""
        for number, row in rows:
            if number > self._matching.header_row:
                yield self.judge(number, row)

    def judge(self, number: int, row: Sequence[Cell]) -> Outcome:
        """What one row comes to."""
        given = Given(number, derived_id(self._import_id, str(number)))
        for field, place in self._columns:
            cell = row[place] if place < len(row) else None
            try:
                if isinstance(cell, (str, type(None))) and not cells.text(cell):
                    continue
                given.shown[field.name] = cells.plain(cell)
                given.values[field.name] = field.read(cell)
            except Unclear as unclear:
                given.shown.setdefault(field.name, cells.plain(cell))
                given.wrong(field.name, unclear.said)
        if not given.shown or self._says_nothing(row, given):
            return Outcome(number, "passed")
        return self._outcome(given)

    def _outcome(self, given: Given) -> Outcome:
        command, said = None, None
        kind: Kind = "wrong"
        try:
            judged = self._known.judge(given)
            if not given.wrongs:
                if judged.there is not None:
                    kind, said = "there", judged.there
                elif judged.alike is not None and given.number not in self._matching.despite:
                    kind, said = "alike", judged.alike
                else:
                    command = self._command(given, judged.values)
                    if command is not None:
                        self._known.remember(command, given)
                        kind = "made"
        except DomainError as refusal:
            field = getattr(refusal, "field", None)
            named = field if isinstance(field, str) and field in given.shown else ""
            given.wrong(named, Said(refusal.en, refusal.th))
            command, kind = None, "wrong"
        return Outcome(given.number, kind, command, tuple(given.wrongs), said, given.shown)

    def _command(self, given: Given, values: dict[str, Any]) -> Any:
        try:
            return self._schema.load({k: v for k, v in values.items() if v is not None})
        except marshmallow.ValidationError as invalid:
            problems: dict[str, Any] = invalid.normalized_messages()  # type: ignore[no-untyped-call]
            for field, messages in problems.items():
                for message in _leaves(messages):
                    given.wrong(field, _MUST if message == _MISSING else Said(message, message))
        return None

    def _says_nothing(self, row: Sequence[Cell], given: Given) -> bool:
        """True for a total below the table, and for headings that every page repeats."""
        first = next((folded(cell) for cell in row if cell not in (None, "")), "")
        if _TOTAL.fullmatch(first):
            return True
        again = [folded(cell) for cell in row]
        return any(again) and again == self._heading


def _leaves(messages: Any) -> Iterator[str]:
    if isinstance(messages, dict):
        for inner in messages.values():
            yield from _leaves(inner)
    elif isinstance(messages, list):
        for inner in messages:
            yield from _leaves(inner)
    else:
        yield str(messages)
