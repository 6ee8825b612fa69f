"""Names from the register, as membership tells them: owners of knowledge, and organisations."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, String

from bangduan.events.envelope import Recorded
from bangduan.events.membership import (
    OrganisationRegistered,
    OrganisationRenamed,
    PersonCorrected,
    PersonRegistered,
)
from bangduan.projection import Projection, ReadTable, Rows, personal_column

owners = ReadTable(
    "owners",
    Column("owner_id", String, primary_key=True),
    personal_column("owner_title", subject="owner_id"),
    personal_column("owner_name", subject="owner_id"),
)
organisations = ReadTable(
    "organisations",
    Column("organisation_id", String, primary_key=True),
    Column("name", String),
)

REGISTER = Projection("register", version=1, tables=(owners, organisations), source="membership")


@REGISTER.on(PersonRegistered)
def _(event: PersonRegistered, at: Recorded, rows: Rows) -> None:
    rows.put(owners, owner_id=event.person_id, owner_title=event.title, owner_name=event.name)


@REGISTER.on(PersonCorrected)
def _(event: PersonCorrected, at: Recorded, rows: Rows) -> None:
    changed: dict[str, Any] = {}
    if event.name is not None:
        changed["owner_name"] = event.name
    if event.title is not None or "title" in event.cleared:
        changed["owner_title"] = event.title
    if changed:
        rows.put(owners, owner_id=event.person_id, **changed)


@REGISTER.on(OrganisationRegistered)
def _(event: OrganisationRegistered, at: Recorded, rows: Rows) -> None:
    rows.put(organisations, organisation_id=event.organisation_id, name=event.name)


@REGISTER.on(OrganisationRenamed)
def _(event: OrganisationRenamed, at: Recorded, rows: Rows) -> None:
    rows.put(organisations, organisation_id=event.organisation_id, name=event.name)
