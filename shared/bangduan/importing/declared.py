"""What a service says of the registers it takes in.

    PEOPLE = Import("people", title="People", command=RegisterPerson, known=KnownPeople,
                    subject="person_id",
                    fields=(Field("name", ("ชื่อ-สกุล", "ชื่อ นามสกุล"), cells.text), …))
    IMPORTS = Imports("membership", sorts=(PEOPLE, …), aggregate=IMPORT, …)
    service = Service(..., imports=IMPORTS)

``Field`` says by which headings a column is known and how its cells are read; ``known`` makes
what looks rows up in the register as it stands and says what each comes to.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Protocol

from bangduan.errors import ConfigurationError, NotFound
from bangduan.permissions import permission_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bangduan.application import Application, Reader
    from bangduan.domain import Aggregate
    from bangduan.importing.reading import Cell
    from bangduan.importing.said import Said
    from bangduan.permissions import Permission


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """What a column may hold.

    Attributes:
        name: what it is called to the service; its label is that of a field of this name.
        words: headings it has in offices' files, in any spelling of spaces and signs.
        read: reads one cell that is not blank.
    """

    name: str
    words: tuple[str, ...]
    read: Callable[[Cell], Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that cannot be taken; ``field`` is empty when it is the row as a whole."""

    field: str
    value: str
    said: Said


@dataclasses.dataclass(slots=True)
class Given:
    """One row as it is judged.

    Attributes:
        number: of the row, as the spreadsheet shows it.
        id: for what it makes, the same whenever this row of this import is judged.
        values: field → what was read.
        shown: field → the cell, to be shown to whoever corrects it.
        wrongs: what cannot be taken.
    """

    number: int
    id: str
    values: dict[str, Any] = dataclasses.field(default_factory=dict)
    shown: dict[str, str] = dataclasses.field(default_factory=dict)
    wrongs: list[Wrong] = dataclasses.field(default_factory=list)

    def get(self, field: str) -> Any:
        """What was read, None where nothing was."""
        return self.values.get(field)

    def wrong(self, field: str, said: Said) -> None:
        """Say that a cell cannot be taken."""
        self.wrongs.append(Wrong(field, self.shown.get(field, ""), said))

    def is_wrong(self, field: str) -> bool:
        """True when something was said of this cell already."""
        return any(wrong.field == field for wrong in self.wrongs)


@dataclasses.dataclass(frozen=True, slots=True)
class Judged:
    """What a row comes to: a command's fields, or why there is nothing to do.

    Attributes:
        values: fields of the command, as JSON has them.
        there: it is recorded already; nothing is to be done.
        alike: something so like it is recorded that somebody should look.
    """

    values: dict[str, Any] = dataclasses.field(default_factory=dict)
    there: Said | None = None
    alike: Said | None = None


class Known(Protocol):
    """The register as it stands, and what this import has added to it so far."""

    def judge(self, row: Given) -> Judged:
        """What a row comes to; what cannot be is said with ``row.wrong``.

        Raises:
            DomainError: a rule that can be told before it is carried out.
        """

    def remember(self, command: Any, row: Given) -> None:
        """A row's command is to be carried out: later rows are judged with it in the register.

        Raises:
            DomainError: as above; the row is wrong then.
        """


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Import:
    """One sort of register that can be taken in.

    Attributes:
        name: kebab case.
        title: msgid.
        command: what a row comes to; its permission is the import's.
        fields: what columns may hold, in the order they are shown.
        known: reads the register.
        required: fields of which a file must have a column; ``a|b`` for one of two.
        subject: field of the command with the id of a person whose data it carries.
    """

    name: str
    title: str
    command: type
    fields: tuple[Field, ...]
    known: Callable[[Application], Known]
    required: tuple[str, ...] = ()
    subject: str | None = None

    def __post_init__(self) -> None:
        names = {field.name for field in self.fields}
        missing = {part for need in self.required for part in need.split("|")} - names
        if missing or len(names) != len(self.fields):
            msg = f"import {self.name}: fields are named once, and required ones among them"
            raise ConfigurationError(msg)
        if permission_of(self.command) is None:
            msg = f"import {self.name}: {self.command.__qualname__} has no permission"
            raise ConfigurationError(msg)

    @property
    def permission(self) -> Permission:
        """Who may take such a register in."""
        permission = permission_of(self.command)
        if permission is None:
            raise AssertionError(self.name)
        return permission

    def lacking(self, fields: Iterable[str]) -> tuple[str, ...]:
        """Required fields that no column holds, as ``required`` has them."""
        there = set(fields)
        return tuple(need for need in self.required if there.isdisjoint(need.split("|")))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Imports:
    """The registers a service takes in, and the commands that record each taking-in.

    Attributes:
        service: its name.
        sorts: what can be taken in.
        permission: who may take in anything; each sort asks for its own besides.
        aggregate: the stream that tells of one import.
        keep: ``(import_id, sort, size_bytes, account_id)``; a file was handed in.
        match: ``(import_id, header_row, columns, despite)``; which column holds what.
        start: ``(import_id, rows)``.
        finish: ``(import_id, made, there, alike, wrong)``.
        remove: ``(import_id)``; the file is destroyed.
        item: ``(reader, import_id)`` to its row.
        running: ``(reader)`` to ids of those that are started and not finished, oldest first.
        lapsed: ``(reader, before)`` to ids whose file has lain there since before a moment.
    """

    service: str
    sorts: Sequence[Import]
    permission: Permission
    aggregate: Aggregate[Any]
    keep: Callable[..., Any]
    match: Callable[..., Any]
    start: Callable[..., Any]
    finish: Callable[..., Any]
    remove: Callable[..., Any]
    item: Callable[..., dict[str, Any] | None]
    running: Callable[[Reader], list[str]]
    lapsed: Callable[[Reader, str], list[str]]

    def sort(self, name: str) -> Import:
        """The sort of this name, or NotFound."""
        for each in self.sorts:
            if each.name == name:
                return each
        raise NotFound("import", name, field="sort")
