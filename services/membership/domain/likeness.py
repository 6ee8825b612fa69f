"""ความคล้ายของรายการ: which entries of the register may be one person, and why it seems so.

Names are compared as they are spoken rather than as they are spelt: without tone marks and
letters silenced by การันต์, with letters of one sound as one (ณ/น, ศ/ษ/ส, ฤ/ริ), in either order.
Entries meet only under a key they share (a number, or how a name sounds), so that ten thousand
are compared in seconds. Whatever speaks against it counts for more than likeness: two numbers,
two sexes, two years of birth are two people.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

Sign = Literal[
    "same_national_id",
    "same_name",
    "alike_name",
    "swapped_name",
    "same_birth",
    "same_birth_year",
    "same_phone",
    "same_village",
]
Certainty = Literal["certain", "likely", "possible"]
Sound = Callable[[str], str]

#: Letters of one sound are written as one.
_ONE_SOUND: Final = str.maketrans(
    {
        "ณ": "น", "ศ": "ส", "ษ": "ส", "ฐ": "ท", "ฒ": "ท", "ฑ": "ท", "ถ": "ท", "ธ": "ท",
        "ฎ": "ด", "ฏ": "ต", "ญ": "ย", "ฌ": "ช", "ฉ": "ช", "ฆ": "ค", "ข": "ค", "ฅ": "ค", "ฃ": "ค",
        "ภ": "พ", "ผ": "พ", "ฝ": "ฟ", "ฬ": "ล", "ฮ": "ห", "ใ": "ไ", "ี": "ิ", "ู": "ุ", "ื": "ึ",
    }
)  # fmt: skip
_SILENCED: Final = re.compile("(?:[ดตท]ร|ษณ|[ก-ฮ])[ิุ]?์")
_MARKS: Final = re.compile("[\u0e47-\u0e4e\u0e3a]")
_REMARK: Final = re.compile(r"\([^)]*\)|\[[^]]*\]")
_BETWEEN: Final = re.compile(r"[^\w\u0e00-\u0e7f]+")
_DOUBLED: Final = re.compile("([ก-ฮ])\\1+")
#: Letters that begin a name and must agree where a single part of it is mistaken.
_FIRST: Final = 2
_MOST_EDITS: Final = 2
#: A key shared by more entries says nothing of them; other keys bring doubles together.
_COMMON: Final = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the register, as far as it can tell who somebody is; None: not recorded.

    ``name`` is without a title.
    """

    person_id: str
    name: str
    sex: str = "unknown"
    village: str | None = None
    born_on: str | None = None
    birth_year: str | None = None
    national_id: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries that may be one person; the first was registered before the second."""

    first: Entry
    second: Entry
    signs: tuple[Sign, ...]

    @property
    def certainty(self) -> Certainty:
        """How sure it is: a number is certain; a name with a birth or a telephone is likely."""
        signs = set(self.signs)
        if "same_national_id" in signs:
            return "certain"
        more = signs & {"same_birth", "same_phone"}
        if (
            more
            or signs >= {"same_name", "same_birth_year"}
            or signs >= {"same_name", "same_village"}
        ):
            return "likely"
        return "possible"


@dataclass(frozen=True, slots=True)
class _Heard:
    """An entry with its name as it is spoken."""

    entry: Entry
    spoken: tuple[str, ...]
    sounds: tuple[str, ...]

    @property
    def whole(self) -> str:
        return "".join(self.spoken)


def spoken(name: str) -> tuple[str, ...]:
    """The parts of a name as they are spoken, without remarks in brackets."""
    bare = unicodedata.normalize("NFC", _REMARK.sub(" ", name)).strip().casefold()
    return tuple(filter(None, (_folded(part) for part in _BETWEEN.split(bare))))


def _folded(part: str) -> str:
    part = _SILENCED.sub("", part).replace("ำ", "ัม").replace("ฤๅ", "รึ").replace("ฤ", "ริ")
    part = _MARKS.sub("", part.replace("รร", "ัน" if part.endswith("รร") else "ั"))
    part = part.replace("ัย", "ไ").replace("ไย", "ไ").translate(_ONE_SOUND)
    return _DOUBLED.sub(r"\1", part)


def pairs_alike(entries: Iterable[Entry], sound: Sound) -> list[Pair]:
    """Every pair that may be one person, the surest first.

    Args:
        sound: a part of a name as it is spoken → the key of how it sounds.
    """
    found: dict[tuple[str, str], Pair] = {}
    heard = [_heard(entry, sound) for entry in entries]
    for one, other in _meetings(heard):
        if one.entry.person_id == other.entry.person_id:
            continue
        first, second = sorted((one, other), key=lambda each: each.entry.person_id)
        ids = (first.entry.person_id, second.entry.person_id)
        if ids not in found and (signs := _signs(first, second)):
            found[ids] = Pair(first.entry, second.entry, signs)
    order: tuple[Certainty, ...] = ("certain", "likely", "possible")
    return sorted(
        found.values(), key=lambda p: (order.index(p.certainty), -len(p.signs), p.first.person_id)
    )


def _heard(entry: Entry, sound: Sound) -> _Heard:
    parts = spoken(entry.name)
    return _Heard(entry, parts, tuple(sound(part) for part in parts))


def _meetings(heard: Iterable[_Heard]) -> Iterator[tuple[_Heard, _Heard]]:
    """Entries two by two that share a key."""
    blocks: defaultdict[str, list[_Heard]] = defaultdict(list)
    for each in heard:
        for key in _keys(each):
            blocks[key].append(each)
    for key, block in blocks.items():
        if len(block) <= _COMMON or key.startswith("number"):
            yield from itertools.combinations(block, 2)


def _keys(heard: _Heard) -> Iterator[str]:
    """What an entry is met under: its number; its name by sound, part by part and as one."""
    if heard.entry.national_id is not None:
        yield f"number:{heard.entry.national_id}"
    if not heard.spoken:
        return
    yield "parts:" + "/".join(sorted(heard.sounds))
    yield f"whole:{heard.whole}"
    if len(heard.spoken) > 1:
        given, family = heard.spoken[0], heard.spoken[-1]
        yield f"family:{heard.sounds[-1]}:{given[:_FIRST]}"
        yield f"given:{heard.sounds[0]}:{family[:_FIRST]}"


def _signs(one: _Heard, other: _Heard) -> tuple[Sign, ...]:
    """What speaks for the two being one person; nothing, when anything speaks against it."""
    mine, theirs = one.entry, other.entry
    if mine.national_id is not None and mine.national_id == theirs.national_id:
        return ("same_national_id", *_name_signs(one, other), *_circumstances(mine, theirs))
    if _speaks_against(mine, theirs):
        return ()
    names = _name_signs(one, other)
    around = _circumstances(mine, theirs)
    if not names or (names[0] != "same_name" and not around):
        return ()
    elsewhere = _differ(mine.village, theirs.village)
    if elsewhere and names[0] == "alike_name" and set(around) <= {"same_birth_year"}:
        return ()
    return (*names, *around)


def _speaks_against(mine: Entry, theirs: Entry) -> bool:
    if _differ(mine.national_id, theirs.national_id) or _differ(mine.born_on, theirs.born_on):
        return True
    if _differ(mine.birth_year, theirs.birth_year):
        return True
    return "unknown" not in (mine.sex, theirs.sex) and mine.sex != theirs.sex


def _name_signs(one: _Heard, other: _Heard) -> tuple[Sign, ...]:
    if not one.spoken or not other.spoken:
        return ()
    if one.whole == other.whole:
        return ("same_name",)
    if sorted(one.spoken) == sorted(other.spoken):
        return ("swapped_name",)
    if sorted(one.sounds) == sorted(other.sounds):
        mine, theirs = "".join(sorted(one.spoken)), "".join(sorted(other.spoken))
        return ("alike_name",) if edits(mine, theirs, _MOST_EDITS) <= _MOST_EDITS else ()
    return ("alike_name",) if edits(one.whole, other.whole, 1) <= 1 else ()


def _circumstances(mine: Entry, theirs: Entry) -> tuple[Sign, ...]:
    def same(value: str | None, other: str | None) -> bool:
        return value is not None and value == other

    signs: list[Sign] = []
    if same(mine.born_on, theirs.born_on):
        signs.append("same_birth")
    elif same(mine.birth_year, theirs.birth_year):
        signs.append("same_birth_year")
    if same(mine.phone, theirs.phone):
        signs.append("same_phone")
    if same(mine.village, theirs.village):
        signs.append("same_village")
    return tuple(signs)


def _differ(value: str | None, other: str | None) -> bool:
    return value is not None and other is not None and value != other


def edits(one: str, other: str, most: int) -> int:
    """How many letters must be added, left out or changed; ``most + 1`` for more than ``most``."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, theirs in enumerate(other, start=1):
            change = before[column - 1] + (letter != theirs)
            now.append(min(change, before[column] + 1, now[-1] + 1))
        if min(now) > most:
            return most + 1
        before = now
    return min(before[-1], most + 1)
