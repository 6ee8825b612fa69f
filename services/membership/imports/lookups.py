"""What words in a file mean in this register: villages, sex, people, organisations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

from sqlalchemy import Select, select

from bangduan.application import Application
from bangduan.importing import Given, Said, Unclear, cells, names
from bangduan.importing.reading import Cell
from services.membership.projections.register import people, villages

#: People opened at a time; their keys are read together.
_PAGE: Final = 1_000
_CODE: Final = re.compile(r"[0-9]{8}")
_NUMBER: Final = re.compile(
    r"(?:หมู่บ้าน|หมู่|ม|moo)?(?:ที่)?[.\s]*([0-9]{1,2})(?:\s+(.*))?", re.IGNORECASE
)
_SEXES: Final[Mapping[str, Literal["female", "male", "unknown"]]] = {
    "ชาย": "male", "ช": "male", "ช.": "male", "เพศชาย": "male", "male": "male", "m": "male",
    "หญิง": "female", "ญ": "female", "ญ.": "female", "เพศหญิง": "female", "female": "female",
    "f": "female", "woman": "female", "man": "male", "ไม่ทราบ": "unknown", "unknown": "unknown",
    "not known": "unknown",
}  # fmt: skip
MUST_BE_THERE: Final = Said("This must be filled in.", "ต้องระบุ")


def sex(cell: Cell) -> str:
    """ชาย or หญิง, however it is shortened.

    Raises:
        Unclear: another word.
    """
    found = _SEXES.get(cells.text(cell).casefold())
    if found is None:
        raise Unclear("Write ชาย or หญิง, or leave it empty.", "โปรดเขียน ชาย หรือ หญิง หรือเว้นว่างไว้")
    return found


class Villages:
    """The villages of the tambon, found by code, number or name."""

    def __init__(self, application: Application) -> None:
        rows = application.reader.all(select(villages.c.village, villages.c.name))
        self._names = {row["village"]: _bare(row["name"]) for row in rows}

    def find(self, row: Given, field: str = "village") -> str | None:
        """The code of the village a row names; None where it names none, or what is wrong said."""
        words = row.get(field)
        if not words:
            return None
        found = self._called(str(words))
        if len(found) == 1:
            return found[0]
        if found:
            row.wrong(
                field,
                Said(
                    "Several villages are called so. Write the number (หมู่ที่).",
                    "มีหลายหมู่บ้านชื่อนี้ โปรดระบุหมู่ที่",
                ),
            )
            return None
        row.wrong(
            field,
            Said(
                "No village of this number or name is registered. Check it, register the village, "
                "or leave the cell empty for people from elsewhere.",
                "ไม่พบหมู่บ้านหมายเลขหรือชื่อนี้ โปรดตรวจสอบ ขึ้นทะเบียนหมู่บ้านก่อน หรือเว้นว่างหากอยู่นอกตำบล",
            ),
        )
        return None

    def _called(self, words: str) -> list[str]:
        if _CODE.fullmatch(words):
            return [words] if words in self._names else []
        by_name = [code for code, name in self._names.items() if name == _bare(words)]
        if by_name:
            return by_name
        numbered = _NUMBER.fullmatch(words)
        if numbered is None:
            return []
        number, rest = int(numbered[1]), _bare(numbered[2] or "")
        found = [code for code in self._names if int(code[6:]) == number]
        # a number and a name that disagree are looked at by somebody
        return [code for code in found if rest in ("", self._names[code])]


def opened(application: Application, query: Select[Any], key: str) -> Iterator[dict[str, Any]]:
    """The rows of a query over personal columns, their keys read a page at a time.

    Args:
        key: column of the query with the person's id, unique.
    """
    column = query.selected_columns[key]
    last = ""
    while True:
        page = query.where(column > last).order_by(column).limit(_PAGE)
        ids = [row[key] for row in application.database.select(page.with_only_columns(column))]
        if not ids:
            return
        application.keyring.read_ahead(ids)
        yield from application.reader.all(page)
        last = ids[-1]


class People:
    """Everybody in the register, found by number or by name."""

    def __init__(self, application: Application) -> None:
        self._by_number: dict[str, dict[str, Any]] = {}
        self._by_name: dict[str, list[dict[str, Any]]] = {}
        columns = ("person_id", "name", "village", "national_id", "born_on", "birth_year")
        query = select(*(people.c[name] for name in columns)).where(people.c.erased.is_(False))
        for row in opened(application, query, "person_id"):
            self.add(row)

    def add(self, person: dict[str, Any], row: int | None = None) -> None:
        """Somebody is in the register now.

        Args:
            row: of the file that brought this person, if one did.
        """
        known = {**person, "row": row}
        if known["national_id"]:
            self._by_number[str(known["national_id"])] = known
        self._by_name.setdefault(names.likeness(str(known["name"])), []).append(known)

    def numbered(self, number: str | None) -> dict[str, Any] | None:
        """Who has a national ID."""
        return self._by_number.get(number) if number else None

    def called(self, name: str, village: str | None = None) -> list[dict[str, Any]]:
        """Who has a name, as far as the village does not speak against it."""
        return [
            known
            for known in self._by_name.get(names.likeness(name), ())
            if village is None or known["village"] in (None, village)
        ]


def whole_name(row: Given) -> names.Name | None:
    """The name a row gives, in one cell or in two; None where it gives none."""
    name, first, last = (str(row.get(f) or "") for f in ("name", "first_name", "last_name"))
    if name and first and first not in name:
        # ชื่อตัว beside ชื่อสกุล: what looked like the whole name is the surname
        name, last = first, last or name
    name = name or first
    whole = name if last and last in name.split() else f"{name} {last}".strip()
    if not whole:
        return None
    found = names.taken_apart(whole)
    title = row.get("title")
    return names.Name(names.title_of(title), found.name) if title else found


def require_name(row: Given) -> names.Name | None:
    """As ``whole_name``; what is missing is said."""
    found = whole_name(row)
    if found is None and not any(map(row.is_wrong, ("name", "first_name", "last_name"))):
        row.wrong("name" if "first_name" not in row.shown else "first_name", MUST_BE_THERE)
    return found


def _bare(name: str) -> str:
    """A village's name without บ้าน and spaces."""
    return re.sub(r"\s+", "", name).removeprefix("หมู่บ้าน").removeprefix("บ้าน").casefold()
