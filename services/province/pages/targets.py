"""เป้าหมายและกำหนดส่ง: what is to be reached, and until when reports are due."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from flask import redirect, request

from bangduan.days import today
from bangduan.errors import DomainError
from bangduan.events.indicators import INDICATORS, RATIOS
from bangduan.events.reporting import TO_DATE, TOTAL
from bangduan.events.types import Count, Slug, TambonCode
from bangduan.permissions import needs, reads
from bangduan.thai import fiscal_year
from bangduan.web.api import context
from bangduan.web.pages import Resource, Way
from bangduan.web.translate import gettext
from services.province.domain.deadline import SetDeadline
from services.province.domain.periods import month_of, months_through
from services.province.domain.target import TARGET, SetTarget, WithdrawTarget
from services.province.pages import frame
from services.province.pages.aims import measure_of, target_of
from services.province.pages.places import province_of
from services.province.pages.readings import Measure, measures_of
from services.province.pages.rows import DeadlineRow, TargetRow
from services.province.permissions import READ_REVIEW, SET_TARGETS
from services.province.projections.targets import list_deadlines, list_targets

if TYPE_CHECKING:
    from flask import Blueprint
    from flask.typing import ResponseReturnValue

    from bangduan.application import Reader
    from bangduan.web.app import Web
    from bangduan.web.layout import Words

_GOALS: Final = ("at_least", "at_most")
#: Units that are typed in hundreds of what is kept: baht of satang, percent of hundredths.
_HUNDREDFOLD: Final = frozenset({"satang", "hundredths-of-percent"})
_NUMBER: Final = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?")
_INVALID, _REFUSED = 422, 409


# -- what is set -----------------------------------------------------------------------------------


@reads(READ_REVIEW)
def list_set_targets(reader: Reader) -> dict[str, Any]:
    """เป้าหมาย: of every site and of single ones, in words."""
    words = frame.words()
    return {"items": [_in_words(row, words) for row in reader.all(list_targets())]}


@reads(READ_REVIEW)
def one_target(reader: Reader, target_id: str) -> dict[str, Any] | None:
    """One target; None once it is withdrawn."""
    query = list_targets()
    row = reader.one(query.where(query.selected_columns["target_id"] == target_id))
    return None if row is None else _in_words(row, frame.words())


def _in_words(row: Mapping[str, Any], words: Words) -> dict[str, Any]:
    measure = measure_of(row["indicator"], row["cell"])
    return {
        "target_id": row["target_id"],
        "measure": measure.label(words),
        "period_name": words.period(row["period"]),
        "tambon": row["tambon"],
        "goal": row["goal"],
        "amount": words.amount(row["value"], measure.unit),
    }


TARGETS: Final = Resource(
    "targets",
    title="Targets",
    one="Target",
    key="target_id",
    query=list_set_targets,
    row=TargetRow,
    columns=("measure", "period_name", "tambon", "goal", "amount"),
    named="measure",
    item=one_target,
    aggregate=TARGET,
    actions=(WithdrawTarget,),
    ways=(Way(title="Set a target", href="targets/set", needs=SET_TARGETS),),
    search=False,
    empty="No target is set yet.",
)


@reads(READ_REVIEW)
def list_set_deadlines(reader: Reader) -> dict[str, Any]:
    """กำหนดส่งรายงาน: from which month on, until which day."""
    words = frame.words()
    rows = reader.all(list_deadlines())
    return {"items": [{**row, "name": words.period(row["from_period"])} for row in rows]}


DEADLINES: Final = Resource(
    "deadlines",
    title="Deadlines",
    one="Deadline",
    key="from_period",
    query=list_set_deadlines,
    row=DeadlineRow,
    columns=("name", "day_of_month"),
    named="name",
    sort="-from_period",
    create=SetDeadline,
    search=False,
    empty="No deadline is set: reports are neither on time nor late.",
)


# -- setting one -----------------------------------------------------------------------------------


def serve(blueprint: Blueprint, web: Web) -> None:
    """Add the form that sets a target."""

    @needs(SET_TARGETS)
    def show() -> ResponseReturnValue:
        return _page(web, request.args, {})

    @needs(SET_TARGETS)
    def send() -> ResponseReturnValue:
        return _send(web)

    blueprint.add_url_rule("/province/targets/set", "set-target", show)
    blueprint.add_url_rule("/province/targets/set", "set-target-send", send, methods=["POST"])


def _send(web: Web) -> ResponseReturnValue:
    """Set it; the form again, with what is wrong, when it cannot be."""
    given, measures = request.form, _measures(web)
    measure = measures.get(given.get("measure", ""))
    value = amount_of(given.get("amount", ""), measure.unit if measure else "things")
    errors = {}
    if measure is None:
        errors["measure"] = gettext("Choose an indicator of the list.")
    if given.get("period") not in _periods():
        errors["period"] = gettext("Choose a period of the list.")
    if value is None:
        errors["amount"] = gettext("Write a number, for example 12 or 270,000.")
    if measure is None or value is None or errors:
        return _page(web, given, errors), _INVALID
    site = given.get("tambon", "")
    indicator, cell = target_of(measure.indicator, measure.cell)
    command = SetTarget(
        indicator=indicator,
        cell=cell,
        period=Slug(given["period"]),
        tambon=TambonCode(site) if site in _sites(web) else None,
        value=Count(value),
        goal="at_most" if given.get("goal") == "at_most" else "at_least",
    )
    try:
        web.application.execute(command, context=context())
    except DomainError as refusal:
        said = frame.words().t(refusal.th, refusal.en)
        return _page(web, given, {"amount": said}), _REFUSED
    return redirect(f"/province/targets/{UUID(command.target_id)}?saved=set-target", 303)


def amount_of(typed: str, unit: str) -> int | None:
    """A typed number in the unit that is kept; None for what is no number of that unit.

    Money is typed in baht and shares in percent, with two decimals at most; the rest is whole.
    """
    plain = typed.translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")).replace(",", "").strip()
    found = _NUMBER.fullmatch(plain)
    if found is None or (unit not in _HUNDREDFOLD and found[2]):
        return None
    hundredths = int(f"{found[2] or '':0<2}")
    return int(found[1]) * 100 + hundredths if unit in _HUNDREDFOLD else int(found[1])


def _page(web: Web, given: Mapping[str, str], errors: Mapping[str, str]) -> str:
    words = frame.words()
    fields: list[dict[str, Any]] = [
        {
            "name": "measure",
            "label": gettext("Indicator"),
            "type": "select",
            "required": True,
            "options": [(m.key, f"{m.label(words)}{_unit(m)}") for m in _measures(web).values()],
        },
        {
            "name": "period",
            "label": gettext("Period"),
            "type": "select",
            "required": True,
            "options": [(period, words.period(period)) for period in _periods()],
        },
        {
            "name": "tambon",
            "label": gettext("Sub-district"),
            "type": "select",
            "help": gettext("None: for every sub-district that has no target of its own."),
            "options": list(_sites(web).items()),
        },
        {
            "name": "goal",
            "label": gettext("Reached when it is"),
            "type": "select",
            "required": True,
            "options": [
                ("at_least", gettext("at least so much")),
                ("at_most", gettext("at most so much")),
            ],
        },
        {
            "name": "amount",
            "label": gettext("How much"),
            "type": "text",
            "required": True,
            "help": gettext("Money in baht, shares in percent."),
        },
    ]
    drawn = [
        {**field, "value": given.get(str(field["name"])), "errors": errors.get(str(field["name"]))}
        for field in fields
    ]
    return frame.page("target", web, fields=drawn)


def _unit(measure: Measure) -> str:
    said = {"satang": gettext("baht"), "hundredths-of-percent": "%"}
    return f" ({said[measure.unit]})" if measure.unit in said else ""


def _measures(web: Web) -> dict[str, Measure]:
    """What may have a target: every cell that is told, every total and ratio of the catalogue."""
    totals = [
        Measure(indicator=slug, unit=known.unit)
        for slug, known in INDICATORS.items()
        if known.has_total
    ]
    found = {m.key: m for m in totals}
    found |= measures_of(web.reader)
    found |= {m.key: m for m in (measure_of(slug, TOTAL) for slug in RATIOS)}
    order = {slug: place for place, slug in enumerate(INDICATORS)}
    by_catalogue = sorted(
        found.items(), key=lambda pair: order.get(Slug(pair[1].indicator), len(order))
    )
    return dict(by_catalogue)


def _periods() -> list[str]:
    """To date, this and the next fiscal year, and the months around this one."""
    this = fiscal_year(today())
    first = month_of(today().replace(day=1))
    year = int(first[:4])
    months = months_through(f"{year - 1}{first[4:]}", f"{year + 1}{first[4:]}")
    return [str(TO_DATE), f"fy{this}", f"fy{this + 1}", f"fy{this - 1}", *reversed(months)]


def _sites(web: Web) -> dict[str, str]:
    """Every tambon of the province by its code."""
    words = frame.words()
    return {
        tambon.code: f"{words.pair(tambon.name)} {tambon.code}"
        for district in province_of(web.tambon).districts
        for tambon in district.tambons
    }
