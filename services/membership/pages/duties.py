"""Pages of duties that are divided among people and offices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from flask import redirect

from bangduan.permissions import needs
from bangduan.web.guard import identity
from bangduan.web.pages import Card, Resource
from services.membership import views
from services.membership.domain.duty import (
    DUTY,
    AssignDuty,
    CompleteDuty,
    HandOverDuty,
    WithdrawDuty,
)
from services.membership.pages import offers
from services.membership.permissions import READ
from services.membership.projections import duties

if TYPE_CHECKING:
    from flask import Blueprint

    from bangduan.web.app import Web

DUTIES: Final = Resource(
    "duties",
    title="Duties",
    one="Duty",
    key="duty_id",
    query=duties.list_duties,
    filters=views.DutyFilter,
    row=views.DutyView,
    columns=("task", "holder", "office_id", "due_on", "days_left", "status"),
    named="task",
    item=duties.one_duty,
    aggregate=DUTY,
    create=AssignDuty,
    actions=(CompleteDuty, HandOverDuty, WithdrawDuty),
    picks=("duty_id",),
    sort="due_on",
    offers=offers.with_duty,
    empty="No duty is assigned yet.",
    facts=(
        "holder?",
        "office_id?",
        "details?",
        "organisation_id?",
        "committee_id?",
        "resolution_id?",
        "assigned_on",
        "due_on",
        "days_left?",
        "status",
        "handed_on?",
        "done_on?",
        "withdrawn_on?",
        "note?",
    ),
)

DUE_DUTIES: Final = Card(
    "due-duties",
    title="Duties due",
    query=duties.duties_due,
    row=views.DutyView,
    columns=("task", "holder", "due_on", "days_left"),
    links="duties",
    empty="No duty waits to be done.",
)


def add_mine(blueprint: Blueprint, web: Web) -> None:
    """``/membership/my-duties``: what whoever asks is to see to."""

    @needs(READ)
    def mine() -> Any:
        who = identity()
        asked = {"status": "open"}
        if who is not None and who.person_id is not None:
            asked["holder"] = who.person_id
        return redirect(f"/membership/duties?{urlencode(asked)}", 302)

    blueprint.add_url_rule("/membership/my-duties", "my-duties", mine)
