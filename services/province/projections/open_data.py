"""ข้อมูลเปิด: what everybody may take away and use: values of open indicators, and what they mean."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Column, Integer, Select, String, select

from bangduan.application import Reader
from bangduan.events.envelope import Recorded
from bangduan.events.indicators import INDICATORS
from bangduan.events.province import OpenDataLicensed
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.province.domain.periods import span_of
from services.province.domain.statistics import Told
from services.province.permissions import READ
from services.province.projections.official import official
from services.province.projections.sites import indicators, sites

licences = ReadTable(
    "licences",
    Column("licence_id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("address", String),
    Column("version", Integer, nullable=False),
)

LICENCES: Final = Projection("licences", version=1, tables=(licences,))

#: Slugs of the indicators that may be published as open data.
OPEN: Final = tuple(slug for slug, indicator in INDICATORS.items() if indicator.open_data)

_MEANING: Final = (
    "slug",
    "thai",
    "english",
    "unit",
    "formula",
    "direction",
    "disclosure",
    "by_period",
    "at_month_end",
)
_PLACE: Final = ("tambon_thai", "tambon_english", "district_thai", "district_english")


@LICENCES.on(OpenDataLicensed)
def _(event: OpenDataLicensed, at: Recorded, rows: Rows) -> None:
    rows.put(
        licences,
        licence_id="open-data",
        name=event.name,
        address=event.address,
        version=at.version,
    )


@reads(READ)
def list_licences() -> Select[Any]:
    """สัญญาอนุญาตข้อมูลเปิด: under which the open data is; none until the province chose one."""
    return select(licences)


def periods_told(reader: Reader) -> list[str]:
    """Periods of which there is something to publish."""
    query = select(indicators.c.period).where(indicators.c.indicator.in_(OPEN)).distinct()
    return sorted(str(row["period"]) for row in reader.all(query))


def open_values(reader: Reader, period: str) -> dict[str, Any]:
    """The open values of ``period``, with what each indicator means, as JSON can say it."""
    found = official(reader.all, period, OPEN)
    places = {row["tambon"]: row for row in reader.all(select(sites))}
    licence = reader.one(list_licences())
    span = span_of(period)
    return {
        "licence": licence and {"name": licence["name"], "address": licence["address"]},
        "period": period,
        "starts_on": span.starts_on if span is not None else None,
        "ends_on": span.ends_on if span is not None else None,
        "locked": found.locked,
        "periods": periods_told(reader),
        "indicators": [_meaning(slug) for slug in OPEN],
        "items": [
            {
                "tambon": row["tambon"],
                **{name: places[row["tambon"]][name] for name in _PLACE},
                "indicator": row["indicator"],
                "cell": row["cell"],
                "bound": row["bound"],
                "unit": row["unit"],
                **_told(Told(row["value"], row["bound"])),
            }
            for row in found.rows
        ],
    }


def _told(number: Told) -> dict[str, Any]:
    """A number, or why there is none: a bound of nothing says that nobody knows it."""
    if number.is_unknown:
        return {"value": None, "state": "unknown"}
    return {"value": number.value, "state": "hidden" if number.value is None else "told"}


def _meaning(slug: str) -> dict[str, Any]:
    told = asdict(INDICATORS[slug])  # type: ignore[index]
    return {name: told[name] for name in _MEANING}
