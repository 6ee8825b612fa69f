"""แผนที่ความร้อน: one indicator over the districts and tambons of the province, in classes.

It is drawn as tiles by district, not as a map of borders: every tambon has the same room, and a
tile says its name, its number and its class, so that no colour has to be told apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bangduan.permissions import needs
from services.province.charts.classes import Classes, classes
from services.province.charts.spread import spread
from services.province.pages import frame
from services.province.pages.places import District, Province, Tambon, province_of
from services.province.pages.readings import (
    HEADLINES,
    Key,
    Measure,
    Reading,
    is_locked,
    measures_of,
    periods_of,
    readings,
)
from services.province.pages.sheets import Heading, Sheet, kind_of
from services.province.permissions import READ
from services.province.projections.sites import list_sites

if TYPE_CHECKING:
    from flask import Blueprint
    from flask.typing import ResponseReturnValue

    from bangduan.web.app import Web
    from bangduan.web.layout import Words

_CLASSES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A tambon on the map.

    Attributes:
        joined: it has reported something, if not this.
        reading: its value, None where it reported none.
        level: its class from 1 on, 0 where it has no number.
    """

    tambon: Tambon
    joined: bool
    reading: Reading | None
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A district on the map; ``median`` is of its ``counted`` tambons whose number is known."""

    district: District
    tiles: Sequence[Tile]
    median: Reading | None
    counted: int

    @property
    def joined(self) -> int:
        """How many of its tambons have reported something."""
        return sum(tile.joined for tile in self.tiles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """One indicator over the province.

    Attributes:
        others: sites whose code is none of the province's.
    """

    measure: Measure
    parts: Sequence[Part]
    classes: Classes
    others: Sequence[Tile]

    def legend(self) -> Sequence[tuple[int, Reading, Reading]]:
        """Each class with the least and the most that is in it."""
        return [
            (number, self._reading(least), self._reading(most))
            for number, (least, most) in enumerate(self.classes.ranges, start=1)
        ]

    def _reading(self, value: int) -> Reading:
        return Reading(value=value, unit=self.measure.unit)


def heat_of(
    place: Province, joined: set[str], measure: Measure, values: Mapping[Key, Reading]
) -> Heat:
    """Put every tambon of a province in a class of the values of one measure.

    Args:
        joined: codes of the tambons that have reported anything.
    """
    found = {
        tambon: reading
        for (tambon, indicator, cell), reading in values.items()
        if (indicator, cell) == (measure.indicator, measure.cell)
    }
    numbers = [r.number for r in found.values() if r.number is not None]
    graded = classes(numbers, _CLASSES)

    def tile(tambon: Tambon) -> Tile:
        reading = found.get(tambon.code)
        number = None if reading is None else reading.number
        return Tile(
            tambon=tambon,
            joined=tambon.code in joined,
            reading=reading,
            level=0 if number is None else graded.of(number),
        )

    def part(district: District) -> Part:
        tiles = [tile(tambon) for tambon in district.tambons]
        found = spread(_measured(tiles))
        return Part(
            district=district,
            tiles=tiles,
            median=None if found is None else Reading(value=round(found.median), unit=measure.unit),
            counted=0 if found is None else found.count,
        )

    parts = [part(district) for district in place.districts]
    elsewhere = joined - {each.tambon.code for part in parts for each in part.tiles}
    return Heat(
        measure=measure,
        parts=parts,
        classes=graded,
        others=[tile(Tambon(code=code, name=(code, code))) for code in sorted(elsewhere)],
    )


def serve(blueprint: Blueprint, web: Web) -> None:
    """Add the page."""

    @needs(READ)
    def heat() -> ResponseReturnValue:
        return _show(web)

    blueprint.add_url_rule("/province/map", "map", heat)


def _show(web: Web) -> ResponseReturnValue:
    words = frame.words()
    every = measures_of(web.reader) or {HEADLINES[0].key: HEADLINES[0]}
    measure = every[frame.asked("measure", every, default_of(every))]
    periods = periods_of(web.reader)
    period = frame.asked("period", periods, periods[0])
    joined = {site["tambon"] for site in web.reader.all(list_sites())}
    found = heat_of(
        province_of(web.tambon), joined, measure, readings(web.reader, period, [measure])
    )
    return frame.show(
        "map",
        web,
        [sheet_of(found, words)],
        heat=found,
        measure=measure,
        measures=every.values(),
        locked=is_locked(web.reader, period),
        period=period,
        periods=periods,
    )


def default_of(every: Mapping[str, Measure]) -> str:
    """The measure that is shown at first: the first headline that somebody has reported."""
    return next((m.key for m in HEADLINES if m.key in every), next(iter(every)))


def sheet_of(found: Heat, words: Words) -> Sheet:
    """What the map shows, as a table."""
    kind = kind_of(found.measure.unit)
    return Sheet(
        "map",
        found.measure.label(words),
        [
            Heading("district", words.t("อำเภอ", "District")),
            Heading("tambon", words.t("รหัสตำบล", "Tambon code")),
            Heading("name", words.t("ตำบล", "Sub-district")),
            Heading("value", found.measure.heading(words), kind),
            Heading("class", words.t("ชั้น", "Class"), "number"),
        ],
        [
            (
                words.pair(part.district.name),
                tile.tambon.code,
                words.pair(tile.tambon.name),
                tile.reading,
                tile.level or None,
            )
            for part in found.parts
            for tile in part.tiles
        ],
    )


def _measured(tiles: Sequence[Tile]) -> list[int]:
    """Numbers of the tambons that tell more than a lower bound."""
    told = [tile.reading.measured for tile in tiles if tile.reading is not None]
    return [number for number in told if number is not None]
