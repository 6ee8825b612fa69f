"""What must not leave a site, in every dress that text could leave it in.

What is looked for is what the site itself can open: each personal field of each event in its
logs, and each personal column of its read tables. Left out is what is shorter than four letters,
a year of birth and a number of a house by itself: they cannot be told from any other number.
"""

from __future__ import annotations

import base64
import json
import re
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import quote

from sqlalchemy import select

from bangduan.application import Application
from bangduan.events.definition import FORGOTTEN, registry
from bangduan.projection import personal_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bangduan.service import Service
    from bangduan.settings import Settings

_SHORTEST: Final = 4
_MARK: Final = "(สมมติ)"
_OFFSET: Final = 543
_NAMES: Final = frozenset({"name", "person_name", "owner_name"})
#: Of no use to who looks for a person: words like นาง, years, addresses of machines.
_SAY_NOTHING: Final = frozenset(
    {"address_of_machine", "birth_year", "device", "house_number", "owner_title", "person_title",
     "title", "username", "workings"}
)  # fmt: skip
_MONTHS: Final = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม",
    "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
_BACKSLASHES: Final = re.compile(rb"\\+")
_LINE_BREAK: Final = re.compile(rb"\r|\n|\\r\\n|\\n")


class Secret(NamedTuple):
    """Something that must not leave the site.

    Attributes:
        what: the field it is the value of.
        text: as it might be written.
    """

    what: str
    text: str


def secrets_of(services: Iterable[Service], settings: Settings) -> set[Secret]:
    """All that a site knows of people, opened by the site, as it might be written."""
    known: set[Secret] = set()
    for service in services:
        with closing(Application(service, settings)) as application:
            for what, value in (*_in_the_log(application), *_in_read_tables(application)):
                known |= {Secret(what, text) for text in spellings(what, value)}
    return known


def spellings(what: str, value: str) -> set[str]:
    """How the value of a personal field might be written; nothing that is too short to tell."""
    bare = value.replace(_MARK, "").strip()
    if what in _SAY_NOTHING:
        return set()
    if what in _NAMES:
        written = {bare, *bare.split()}
    elif what == "national_id":
        digits = re.sub(r"\D", "", bare)
        groups = digits[0], digits[1:5], digits[5:10], digits[10:12], digits[12:]
        written = {digits, "-".join(groups), " ".join(groups)}
    elif what == "phone":
        digits = re.sub(r"\D", "", bare)
        groups_of_three = digits[:3], digits[3:6], digits[6:]
        written = {digits, "-".join(groups_of_three), " ".join(groups_of_three)}
    elif what == "born_on":
        written = _days(date.fromisoformat(bare))
    else:
        written = {bare}
    return {text for text in written if len(text) >= _SHORTEST}


def dresses(text: str) -> set[bytes]:
    """The bytes by which a text can be known, however it was packed."""
    plain = text.encode()
    escaped = json.dumps(text)[1:-1]
    upper = re.sub(r"\\u[0-9a-f]{4}", lambda found: "\\u" + found[0][2:].upper(), escaped)
    found = {plain, escaped.encode(), upper.encode(), quote(text).encode(), plain.hex().encode()}
    for before in range(3):
        packed = base64.b64encode(bytes(before) + plain)
        # at either end a letter is shared with what stands beside the text
        inner = packed[-(-before * 8 // 6) : (before + len(plain)) * 8 // 6]
        found |= {inner, inner.translate(bytes.maketrans(b"+/", b"-_"))}
    return found


def found_in(seen: bytes, secrets: Iterable[Secret]) -> set[Secret]:
    """Those of the secrets that stand in the bytes, in whatever dress.

    Also where the dress was broken into lines, or escaped once more within another text.
    """
    plain = _LINE_BREAK.sub(b"", _BACKSLASHES.sub(rb"\\", seen))
    return {secret for secret in secrets if any(dress in plain for dress in dresses(secret.text))}


def flattened(value: Any) -> Iterator[bytes]:
    """Every text within headers, rows and what else is nested, as bytes."""
    match value:
        case dict():
            for key, inner in value.items():
                yield from flattened(key)
                yield from flattened(inner)
        case list() | tuple():
            for inner in value:
                yield from flattened(inner)
        case bytes() | bytearray() | memoryview():
            yield bytes(value)
        case None:
            return
        case _:
            yield str(value).encode()


def _in_the_log(application: Application) -> Iterator[tuple[str, str]]:
    for page in application.log.pages():
        for row in page:
            event = application.log.event(row)
            for field in registry.of(type(event)).personal:
                value = getattr(event, field)
                if value is not None and value != FORGOTTEN:
                    yield _what(application, field), str(value)


def _in_read_tables(application: Application) -> Iterator[tuple[str, str]]:
    for table in application.personal_tables:
        columns = personal_columns(table)
        for row in application.reader.all(select(table)):
            for column, subject in columns.items():
                if row[column] is not None and row[column] != FORGOTTEN:
                    yield _what(application, column), str(row[column])
                yield subject, str(row[subject])


def _what(application: Application, field: str) -> str:
    """Accounts call the address of a machine what the register calls that of a house."""
    machines = application.service.name == "accounts" and field == "address"
    return "address_of_machine" if machines else field


def _days(day: date) -> set[str]:
    """A day as Thai and other forms write it."""
    buddhist = day.year + _OFFSET
    return {
        day.isoformat(),
        f"{buddhist}-{day.month:02d}-{day.day:02d}",
        *(f"{day.day:02d}/{day.month:02d}/{year}" for year in (day.year, buddhist)),
        *(f"{day.day}/{day.month}/{year}" for year in (day.year, buddhist)),
        *(f"{day.day} {_MONTHS[day.month - 1]} {year}" for year in (day.year, buddhist)),
    }
