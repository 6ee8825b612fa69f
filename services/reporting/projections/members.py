"""สมาชิกที่นับไว้ภายใน: memberships as the site counts them; nothing of this is ever served.

Small numbers stand here in full. What may be told of them is the headcount's to decide
(``domain.headcount``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Boolean, Column, Integer, Select, String, func, select

from bangduan.events.envelope import Recorded
from bangduan.events.membership import (
    MemberJoined,
    MemberLeft,
    OrganisationDissolved,
    OrganisationRegistered,
)
from bangduan.events.types import Count, Slug
from bangduan.projection import Projection, ReadTable, Rows
from services.reporting.domain.headcount import FEWEST_CHANGES, Membership

counted_organisations = ReadTable(
    "counted_organisations",
    Column("organisation_id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("dissolved", Boolean, nullable=False),
)

counted_members = ReadTable(
    "counted_members",
    Column("organisation_id", String, primary_key=True),
    Column("sex", String, primary_key=True),
    Column("members", Integer, nullable=False),
)

counted_changes = ReadTable(
    "counted_changes",
    Column("what", String, primary_key=True),
    Column("changes", Integer, nullable=False),
)

MEMBERS = Projection(
    "members",
    version=1,
    tables=(counted_organisations, counted_members, counted_changes),
    source="membership",
)

_MEMBERSHIPS: Final = {"what": "memberships"}


@MEMBERS.on(OrganisationRegistered)
def _(event: OrganisationRegistered, at: Recorded, rows: Rows) -> None:
    rows.put(
        counted_organisations,
        organisation_id=event.organisation_id,
        kind=event.kind,
        dissolved=False,
    )


@MEMBERS.on(OrganisationDissolved)
def _(event: OrganisationDissolved, at: Recorded, rows: Rows) -> None:
    where = {"organisation_id": event.organisation_id}
    rows.change(counted_organisations, where, dissolved=True)
    # everybody's membership ended: enough to be told, however many they were
    rows.add(counted_changes, _MEMBERSHIPS, changes=FEWEST_CHANGES)


@MEMBERS.on(MemberJoined, MemberLeft)
def _(event: MemberJoined | MemberLeft, at: Recorded, rows: Rows) -> None:
    counted = {"organisation_id": event.organisation_id, "sex": event.sex}
    rows.add(counted_members, counted, members=1 if isinstance(event, MemberJoined) else -1)
    rows.add(counted_changes, _MEMBERSHIPS, changes=1)


def memberships(read: Callable[[Select[Any]], list[dict[str, Any]]]) -> tuple[Membership, ...]:
    """Memberships held now, by kind of organisation and sex; kinds nobody is in are left out."""
    query = (
        select(
            counted_organisations.c.kind,
            counted_members.c.sex,
            func.sum(counted_members.c.members).label("members"),
        )
        .join_from(
            counted_members,
            counted_organisations,
            counted_organisations.c.organisation_id == counted_members.c.organisation_id,
        )
        .where(counted_organisations.c.dissolved.is_(False))
        .group_by(counted_organisations.c.kind, counted_members.c.sex)
        .order_by(counted_organisations.c.kind, counted_members.c.sex)
    )
    return tuple(
        Membership(
            kind=Slug(row["kind"]), sex=Slug(row["sex"]), members=Count(max(0, int(row["members"])))
        )
        for row in read(query)
    )


def changes(read: Callable[[Select[Any]], list[dict[str, Any]]]) -> int:
    """How many memberships ever began or ended."""
    found = read(select(counted_changes.c.changes))
    return int(found[0]["changes"]) if found else 0
