"""รายการซ้ำที่รวมแล้ว: the read tables show what a double had at the one who stays, and only there.

The events before the merging have carried everything over; here the double's own rows go.
"""

from __future__ import annotations

from bangduan.events.envelope import Recorded
from bangduan.events.membership import PersonMerged
from bangduan.projection import Rows
from services.membership.projections.certificates import CERTIFICATES, certificates
from services.membership.projections.duties import DUTIES, duties
from services.membership.projections.organisations import ORGANISATIONS, leaders, members
from services.membership.projections.seats import SEATS, seats
from services.membership.projections.terms import TERMS
from services.membership.projections.terms import holdings as running


@ORGANISATIONS.on(PersonMerged)
def _(event: PersonMerged, at: Recorded, rows: Rows) -> None:
    rows.remove(members, {"person_id": event.person_id})
    rows.remove(leaders, {"person_id": event.person_id})


@SEATS.on(PersonMerged)
def _(event: PersonMerged, at: Recorded, rows: Rows) -> None:
    rows.remove(seats, {"person_id": event.person_id})
    rows.change(seats, {"in_place_of": event.person_id}, in_place_of=event.into)


@TERMS.on(PersonMerged)
def _(event: PersonMerged, at: Recorded, rows: Rows) -> None:
    rows.remove(running, {"person_id": event.person_id})


@DUTIES.on(PersonMerged)
def _(event: PersonMerged, at: Recorded, rows: Rows) -> None:
    rows.change(duties, {"holder": event.person_id}, holder=event.into)


@CERTIFICATES.on(PersonMerged)
def _(event: PersonMerged, at: Recorded, rows: Rows) -> None:
    rows.change(certificates, {"person_id": event.person_id}, person_id=event.into)
    rows.change(certificates, {"signed_by": event.person_id}, signed_by=event.into)
