"""Names of organisations, as membership tells them: holders of funds, and grantors."""

from __future__ import annotations

from sqlalchemy import Column, String

from bangduan.events.envelope import Recorded
from bangduan.events.membership import OrganisationRegistered, OrganisationRenamed
from bangduan.projection import Projection, ReadTable, Rows

organisations = ReadTable(
    "organisations",
    Column("organisation_id", String, primary_key=True),
    Column("kind", String),
    Column("name", String),
    Column("location", String),
)

ORGANISATIONS = Projection("organisations", version=1, tables=(organisations,), source="membership")


@ORGANISATIONS.on(OrganisationRegistered)
def _(event: OrganisationRegistered, at: Recorded, rows: Rows) -> None:
    rows.put(
        organisations,
        organisation_id=event.organisation_id,
        kind=event.kind,
        name=event.name,
        location=event.location,
    )


@ORGANISATIONS.on(OrganisationRenamed)
def _(event: OrganisationRenamed, at: Recorded, rows: Rows) -> None:
    rows.change(organisations, {"organisation_id": event.organisation_id}, name=event.name)
