"""JSON resources: duties that are divided among people and offices."""

from __future__ import annotations

from services.membership import views
from services.membership.api.base import API
from services.membership.domain.duty import AssignDuty, CompleteDuty, HandOverDuty, WithdrawDuty
from services.membership.projections import duties

_DUTY = "/duties/<duty_id>"

API.command("POST", "/duties", AssignDuty, tag="duties", summary="Assign a duty", makes="duty_id")
API.command(
    "POST", f"{_DUTY}/hand-over", HandOverDuty, tag="duties",
    summary="Hand it over to another person or office",
)  # fmt: skip
API.command("POST", f"{_DUTY}/completion", CompleteDuty, tag="duties", summary="It is done")
API.command(
    "POST", f"{_DUTY}/withdrawal", WithdrawDuty, tag="duties", summary="It need not be done"
)
API.listing(
    "GET", "/duties", view=views.DutyView, query=duties.list_duties, filters=views.DutyFilter,
    tag="duties", summary="Duties, whose each is and by when",
)  # fmt: skip
API.item("GET", _DUTY, view=views.DutyView, query=duties.one_duty, tag="duties", summary="A duty")
