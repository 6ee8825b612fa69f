"""The scalars of the contract: what a field of an event or a command may be.

Each is a plain ``str`` or ``int`` in memory; ``bangduan.events.schema`` gives each its
validation and its JSON Schema. This module imports the standard library only, so that a
pure ``domain.py`` may use it.
"""

from __future__ import annotations

import dataclasses
from typing import Literal, NewType

#: UUIDv7 in canonical text, made by the caller (or by the clock port), never by the database.
EntityId = NewType("EntityId", str)
#: Money: integer satang (1 baht = 100 satang), zero or more. Never a float.
Satang = NewType("Satang", int)
#: A difference of money: integer satang, may be negative.
SignedSatang = NewType("SignedSatang", int)
#: A number of people or things, zero or more.
Count = NewType("Count", int)
#: A number of people or things, one or more.
PositiveCount = NewType("PositiveCount", int)
#: Six digits of the Ministry of Interior's code: province 2, district 2, tambon 2.
TambonCode = NewType("TambonCode", str)
#: Tambon code and two digits of the village (หมู่ที่): eight digits.
VillageCode = NewType("VillageCode", str)
#: One line of text, 1 to 300 characters.
Line = NewType("Line", str)
#: Free text, 1 to 20,000 characters.
Prose = NewType("Prose", str)
#: Kebab-case name of something in an open registry (a kind of organisation, an office).
Slug = NewType("Slug", str)
#: Buddhist-era year, 2400 to 2700.
BuddhistYear = NewType("BuddhistYear", int)
#: A day as ISO text, CE: for a personal field, which is text and may read forgotten.
PersonalDay = NewType("PersonalDay", str)
#: A Buddhist-era year, 2400 to 2700, as text: for a personal field.
PersonalYear = NewType("PersonalYear", str)

Bound = Literal["exact", "at_least", "about"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as the source gives it: exact, a lower bound ("กว่า", more than) or about."""

    value: Count
    bound: Bound = "exact"
