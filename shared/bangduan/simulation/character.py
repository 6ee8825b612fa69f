"""นิสัยของตำบล: what makes one sub-district's life unlike another's, drawn once from the seed.

A province is not fifty times the same tambon. Some are large, some small; some meet every
month, some when the officer calls; a few fall silent, one begins late, one reports late, and
one finds that its books were wrong and puts them right.
"""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Final, Literal

from bangduan.errors import ConfigurationError
from bangduan.simulation.chance import Chance
from bangduan.thai import place_of

#: How the life goes: steady, or one of the ways in which it does not.
Arc = Literal["steady", "corrects-the-past", "reports-late", "stops", "starts-late"]

#: What its tambon is at the head of the list for: the story of the project is its own.
_FIRST: Final = "110113"
#: Where in the list, from 0, a life does not go steadily.
_ARCS: Final[dict[int, Arc]] = {
    2: "corrects-the-past",
    3: "reports-late",
    5: "stops",
    7: "starts-late",
    11: "stops",
    17: "stops",
    29: "starts-late",
    37: "reports-late",
}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """One sub-district.

    Attributes:
        place: the tambon's Thai name.
        start: first day of the first month that is told of, of any site.
        founded_on: when its centre came to be, before that or in its own first month.
        villages, people: how many the register begins with.
        vigour: 0 to 1; how much of what could be done is done.
        begins: month, from 0, in which its record begins.
        silent_from: month from which nothing is recorded any more, None for never.
        late_by: months that its reports reach the province late.
    """

    seed: int
    tambon: str
    place: str
    start: date
    arc: Arc
    founded_on: date
    villages: int
    people: int
    vigour: float
    begins: int = 0
    silent_from: int | None = None
    late_by: int = 0

    def chance(self, *labels: object) -> Chance:
        """A die of this site's own."""
        return Chance(self.seed, self.tambon, *labels)


def character_of(*, seed: int, tambon: str, start: date, arc: Arc = "steady") -> Character:
    """The sub-district of this code, as the seed makes it.

    Raises:
        ConfigurationError: nobody has this code.
    """
    place = place_of(tambon)
    if place is None:
        msg = f"{tambon} is no sub-district. Give six digits as of 110113."
        thai = f"ไม่มีตำบลรหัส {tambon} โปรดระบุรหัสหกหลัก เช่น 110113"
        raise ConfigurationError(msg, thai)
    chance = Chance(seed, tambon, "character")
    villages = round(chance.around(5, 9, 15))
    begins = _begins(arc, chance)
    return Character(
        seed=seed,
        tambon=tambon,
        place=place.tambon[0],
        start=start,
        arc=arc,
        founded_on=_founded_on(start, chance),
        villages=villages,
        people=round(villages * chance.around(6, 9, 15)),
        vigour=round(chance.around(0.4, 0.75, 1.0), 3),
        begins=begins,
        silent_from=begins + chance.between(5, 14) if arc == "stops" else None,
        late_by=3 if arc == "reports-late" else 0,
    )


def characters(*, seed: int, province: str, sites: int, start: date) -> list[Character]:
    """So many sub-districts of a province, the same ones in the same order for the same seed.

    Args:
        province: its two-digit code.

    Raises:
        ConfigurationError: the province is unknown or has fewer.
    """
    codes = tambons_of(province)
    if sites > len(codes):
        msg = f"Province {province} has {len(codes)} sub-districts. Ask for at most as many."
        thai = f"จังหวัดรหัส {province} มี {len(codes)} ตำบล โปรดระบุไม่เกินจำนวนนี้"
        raise ConfigurationError(msg, thai)
    order = Chance(seed, province, "order").shuffled([code for code in codes if code != _FIRST])
    if _FIRST in codes:
        order.insert(0, _FIRST)
    return [
        character_of(seed=seed, tambon=code, start=start, arc=_ARCS.get(place, "steady"))
        for place, code in enumerate(order[:sites])
    ]


def tambons_of(province: str) -> list[str]:
    """Codes of a province's sub-districts, in their order; none for one that nobody has."""
    import geothai  # noqa: PLC0415 (brings the whole country)

    return [
        part.code
        for district in geothai.districts(province)
        for part in geothai.subdistricts(district.code)
    ]


def _begins(arc: Arc, chance: Chance) -> int:
    """The register comes to a site when the officer has time for it."""
    usual = chance.between(0, 2) if chance.yes(0.4) else 0
    return chance.between(6, 11) if arc == "starts-late" else usual


def _founded_on(start: date, chance: Chance) -> date:
    return start - timedelta(days=chance.between(200, 365 * 15))
