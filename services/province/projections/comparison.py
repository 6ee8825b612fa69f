"""เปรียบเทียบตำบล: one figure over all sites, with sums that say what they leave out; trends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import select

from bangduan.application import Reader
from bangduan.events.indicators import RATIOS, Ratio, ratio_of
from bangduan.events.reporting import TOTAL
from bangduan.events.types import Slug
from bangduan.permissions import reads
from services.province.charts.spread import bins, spread
from services.province.domain.periods import is_month, span_of
from services.province.domain.ratios import Share, share_of
from services.province.domain.statistics import Told, by_district, sum_of
from services.province.domain.target import reached
from services.province.permissions import READ
from services.province.projections.official import Official, official, official_of, told_of
from services.province.projections.sites import indicators, sites
from services.province.projections.targets import targets_of

_DISTRICT: Final = 4
_HUNDREDTHS: Final = 100


@reads(READ)
def comparison(reader: Reader, indicator: str, cell: str, period: str) -> dict[str, Any] | None:
    """เปรียบเทียบ: one cell over all sites; None where nobody has told of its indicator."""
    found = official(reader.all, period, [indicator])
    if not found.rows:
        return None
    known = {row["tambon"]: row for row in reader.all(select(sites).order_by(sites.c.tambon))}
    cells = found.cells()
    told = {tambon: told_of(cells.get(tambon, {}), indicator, cell) for tambon in known}
    return {
        "indicator": indicator,
        "cell": cell,
        "period": period,
        "unit": found.rows[0]["unit"],
        "locked": found.locked,
        "sites": [{**known[tambon], **_state(number)} for tambon, number in told.items()],
        "total": asdict(sum_of(told.values())),
        "districts": _districts(told, known),
        **_spread(told),
    }


def _state(number: Told | None) -> dict[str, Any]:
    if number is None:
        return {"state": "missing", "value": None, "bound": None}
    if number.is_unknown:
        return {"state": "unknown", "value": None, "bound": number.bound}
    state = "hidden" if number.value is None else "told"
    return {"state": state, "value": number.value, "bound": number.bound}


def _districts(
    told: Mapping[str, Told | None], known: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    names = {tambon[:_DISTRICT]: site for tambon, site in known.items()}
    return [
        {
            **asdict(found),
            "district": district,
            "district_thai": names[district]["district_thai"],
            "district_english": names[district]["district_english"],
        }
        for district, found in by_district(told).items()
    ]


def _spread(told: Mapping[str, Told | None]) -> dict[str, Any]:
    """How the values spread; a lower bound is no value to reckon with."""
    measured = {
        tambon: number.value
        for tambon, number in told.items()
        if number is not None and number.value is not None
        if number.bound != "at_least" and not number.is_unknown
    }
    tambons, values = list(measured), list(measured.values())
    found = spread(values)
    five = None
    if found is not None:
        numbers = asdict(found)
        count = numbers.pop("count")
        five = {"count": count, **{n: round(v * _HUNDREDTHS) for n, v in numbers.items()}}
    columns = [
        {"start": b.start, "end": b.end, "sites": [tambons[place] for place in b.members]}
        for b in bins(values)
    ]
    return {"spread": five, "bins": columns}


@reads(READ)
def ratio(reader: Reader, ratio_slug: str, period: str) -> dict[str, Any] | None:
    """สัดส่วน: one ratio over all sites; of districts and the province, a ratio of sums."""
    meaning = RATIOS.get(Slug(ratio_slug))
    if meaning is None:
        return None
    parts = (*meaning.numerator, *meaning.denominator)
    found = official(reader.all, period, sorted({indicator for indicator, _ in parts}))
    cells = found.cells()
    codes = [row["tambon"] for row in reader.all(select(sites).order_by(sites.c.tambon))]
    own = {tambon: share_of(meaning, cells.get(tambon, {})) for tambon in codes}
    districts = sorted({tambon[:_DISTRICT] for tambon in codes})
    return {
        "ratio": ratio_slug,
        "period": period,
        "unit": meaning.unit,
        "locked": found.locked,
        "sites": _beside_targets(reader, ratio_slug, period, own),
        "total": _together(meaning, found, own, codes),
        "districts": [
            {
                "district": district,
                **_together(meaning, found, own, [c for c in codes if c.startswith(district)]),
            }
            for district in districts
        ],
    }


def _beside_targets(
    reader: Reader, ratio_slug: str, period: str, own: Mapping[str, Share]
) -> list[dict[str, Any]]:
    target_of = targets_of(reader.all, period)
    found = []
    for tambon, (value, state) in own.items():
        target = target_of(tambon, ratio_slug, TOTAL)
        goal: dict[str, Any] = {"target": None, "goal": None, "reached": None}
        if target is not None:
            met = reached(value, "exact", target["value"], target["goal"])
            goal = {"target": target["value"], "goal": target["goal"], "reached": met}
        found.append({"tambon": tambon, "value": value, "state": state, **goal})
    return found


def _together(
    meaning: Ratio, found: Official, own: Mapping[str, Share], codes: Sequence[str]
) -> dict[str, Any]:
    """The ratio of sums over those sites whose both sides are known."""
    cells, counted = found.cells(), [code for code in codes if own[code].state == "told"]
    parts = {*meaning.numerator, *meaning.denominator}
    sums: dict[tuple[str, str], tuple[int | None, str]] = {}
    for indicator, cell in parts:
        together = sum_of(told_of(cells[tambon], indicator, cell) for tambon in counted)
        sums[indicator, cell] = (together.value, together.bound)
    value = ratio_of(meaning, sums) if counted else None
    return {"value": value, "sites": len(counted), "of": len(codes)}


@reads(READ)
def trend(reader: Reader, tambon: str, indicator: str, cell: str) -> dict[str, Any] | None:
    """แนวโน้ม: one cell of one site by month and by fiscal year; None where it has told nothing."""
    rows = official_of(reader.all, tambon, ("indicator", indicator), ("cell", cell))
    told = [indicators.c[n] == v for n, v in (("tambon", tambon), ("indicator", indicator))]
    if not rows and not reader.all(select(indicators).where(*told).limit(1)):
        return None
    points = [point for row in rows if (point := _point(row)) is not None]
    return {
        "tambon": tambon,
        "indicator": indicator,
        "cell": cell,
        "months": [point for point in points if is_month(point["period"])],
        "years": [point for point in points if not is_month(point["period"])],
    }


def _point(row: Mapping[str, Any]) -> dict[str, Any] | None:
    """One period of a trend; None for what has no days."""
    span = span_of(row["period"])
    if span is None:
        return None
    told = {name: row[name] for name in ("period", "value", "bound", "unit", "locked")}
    return {**told, **span._asdict()}
