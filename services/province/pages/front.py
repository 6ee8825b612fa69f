"""วันนี้ของจังหวัด: the page at the root, which says on one screen how the province stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint
from sqlalchemy import select

from bangduan.days import today
from bangduan.events.reporting import TO_DATE
from bangduan.permissions import PUBLIC, needs
from bangduan.web import home
from bangduan.web.guard import may
from services.province.charts.spread import spread
from services.province.domain.comparison import ratio
from services.province.domain.periods import month_before
from services.province.pages import frame
from services.province.pages.heat import default_of, heat_of
from services.province.pages.places import province_of
from services.province.pages.readings import (
    HEADLINES,
    Key,
    Measure,
    Reading,
    measures_of,
    readings,
)
from services.province.permissions import READ_REVIEW
from services.province.projections.enrolment import list_enrolments
from services.province.projections.overview import periods_at_a_glance
from services.province.projections.sites import list_sites, milestones
from services.province.projections.status import freshness_on
from services.province.restored import list_undecided
from services.province.views.enrolment import EnrolmentFilter

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from bangduan.application import Reader
    from bangduan.web.app import Web

Row = Mapping[str, Any]
#: Days after which somebody has gone silent; a site that works tells something every month.
SILENT_DAYS: Final = 35
_NEWEST: Final = 10
#: The four numbers that the province is asked for most.
_FOUR: Final = tuple(
    measure
    for measure in HEADLINES
    if measure.key
    in {"organisations.total", "meetings-held.assembly", "grant-money.approved", "savers.total"}
)
_FUNDS: Final = (
    Measure(indicator="funds", cell="integrated"),
    Measure(indicator="funds", cell="existing"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One number over all sites: its median, and of how many sites."""

    measure: Measure
    median: Reading | None
    sites: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Integrated:
    """Funds integrated of those existing, as ``5 / 6``, and of how many sites that is."""

    said: str
    sites: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What an officer looks at first.

    Attributes:
        period: the month that was over last, and how its reports stand.
        silent: how many sites were not heard for long.
        waiting: how many sites wait to be approved.
        undecided: how many sites' records went back, about which nobody has decided.
    """

    period: Row
    silent: int
    waiting: int
    undecided: int


def headline(measure: Measure, values: Mapping[Key, Reading]) -> Headline:
    """The median of a measure over the sites that tell more than a lower bound of it."""
    told = [
        reading.measured
        for (_, indicator, cell), reading in values.items()
        if (indicator, cell) == (measure.indicator, measure.cell)
    ]
    found = spread([number for number in told if number is not None])
    median = None if found is None else Reading(value=round(found.median), unit=measure.unit)
    return Headline(measure=measure, median=median, sites=0 if found is None else found.count)


def integrated(values: Mapping[Key, Reading]) -> Integrated | None:
    """Funds integrated of those existing, over the sites that tell both; None where nobody does."""
    told = [
        (part.value, whole.value)
        for tambon in {tambon for tambon, _, _ in values}
        if (part := _exact(tambon, _FUNDS[0], values)) is not None
        and (whole := _exact(tambon, _FUNDS[1], values)) is not None
    ]
    said = ratio(sum(part or 0 for part, _ in told), sum(whole or 0 for _, whole in told))
    return None if said is None else Integrated(said=said, sites=len(told))


def _exact(tambon: str, measure: Measure, values: Mapping[Key, Reading]) -> Reading | None:
    """A value of a site that is known exactly."""
    found = values.get((tambon, measure.indicator, measure.cell))
    return None if found is None or found.number is None or found.bound != "exact" else found


def serve(blueprint: Blueprint, web: Web) -> None:
    """Add the province's first page, and where one is after signing in."""
    # the fragments of a service have these names too
    root = Blueprint("root", __name__)
    home.mount(root, web)
    blueprint.register_blueprint(root)

    @needs(PUBLIC)
    def province() -> ResponseReturnValue:
        return _show(web)

    blueprint.add_url_rule("/", "front", province)


def _show(web: Web) -> ResponseReturnValue:
    reader, place = web.reader, province_of(web.tambon)
    sites = {site["tambon"]: site for site in reader.all(list_sites())}
    every = measures_of(reader) or {HEADLINES[0].key: HEADLINES[0]}
    mapped = every[default_of(every)]
    values = readings(reader, TO_DATE, [*_FOUR, *_FUNDS, mapped])
    return frame.show(
        "front",
        web,
        sites=sites,
        tambons=sum(len(district.tambons) for district in place.districts),
        headlines=[headline(measure, values) for measure in _FOUR],
        integrated=integrated(values),
        heat=heat_of(place, set(sites), mapped, values),
        newest=_newest(reader),
        watch=_watch(reader) if may(READ_REVIEW) else None,
        silent_days=SILENT_DAYS,
    )


def _newest(reader: Reader) -> Sequence[Row]:
    """The newest milestones of all sites; those without a day where there are not enough."""
    day = milestones.c.reached_on
    dated = select(milestones).where(day.is_not(None)).order_by(day.desc(), milestones.c.tambon)
    found = reader.all(dated.limit(_NEWEST))
    undated = select(milestones).where(day.is_(None)).order_by(milestones.c.stage.desc())
    return [*found, *reader.all(undated.limit(_NEWEST - len(found)))]


def _watch(reader: Reader) -> Watch:
    on = today()
    waiting = list_enrolments(EnrolmentFilter(status="enrolled"))
    return Watch(
        period=periods_at_a_glance(reader, [month_before(on)])[0],
        silent=len(reader.all(freshness_on(on, SILENT_DAYS))),
        waiting=len(reader.all(waiting)),
        undecided=len(reader.all(list_undecided())),
    )
