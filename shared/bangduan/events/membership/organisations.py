"""Kinds of organisation, organisations, who belongs to them and who leads them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from bangduan.events.definition import event
from bangduan.events.membership.register import Sex
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Quantity, Slug, VillageCode

Location = Literal["inside", "outside"]


@event("membership")
class OrganisationKindDefined:
    """กำหนดประเภทองค์กร: a kind of organisation beyond those every centre knows."""

    kind: Slug
    thai: Line
    english: Line
    holds_funds: bool
    location: Location = "inside"
    seats: Count | None = None


@event("membership")
class OrganisationRegistered:
    """ขึ้นทะเบียนองค์กร: a community organisation, or an outside one the centre works with.

    ``member_count`` is what the source says; members the register knows by name are counted
    from ``MemberJoined``. ``seats`` are its seats in the centre, None where not laid down.
    """

    organisation_id: EntityId
    kind: Slug
    name: Line
    village: VillageCode | None = None
    founded_on: date | None = None
    location: Location
    holds_funds: bool
    member_count: Quantity | None = None
    seats: Count | None = None
    kind_thai: Line | None = None
    kind_english: Line | None = None


@event("membership")
class OrganisationRenamed:
    """เปลี่ยนชื่อองค์กร: the organisation has another name."""

    organisation_id: EntityId
    name: Line
    renamed_on: date | None = None


@event("membership")
class OrganisationDissolved:
    """ยุบเลิกองค์กร: the organisation is no more; its records stay."""

    organisation_id: EntityId
    dissolved_on: date | None = None


@event("membership")
class MemberCountReported:
    """รายงานจำนวนสมาชิก: how many members the organisation says it has."""

    organisation_id: EntityId
    member_count: Quantity
    as_of: date | None = None


@event("membership")
class CentreSeatsSet:
    """กำหนดที่นั่งใน ศอช.ต.: how many seats the organisation has in the centre."""

    organisation_id: EntityId
    seats: Count


@event("membership")
class MemberJoined:
    """เข้าเป็นสมาชิก: a registered person joins an organisation."""

    organisation_id: EntityId
    person_id: EntityId
    sex: Sex
    joined_on: date | None = None


@event("membership")
class MemberLeft:
    """พ้นจากสมาชิกภาพ: a member leaves; ``sex`` is that of the joining, so counts balance."""

    organisation_id: EntityId
    person_id: EntityId
    sex: Sex
    left_on: date | None = None


@event("membership")
class LeaderAppointed:
    """แต่งตั้งผู้นำ: a person leads an organisation in a role, for a term.

    ``appointment`` counts the appointments of the organisation, from 1.
    """

    organisation_id: EntityId
    appointment: PositiveCount
    person_id: EntityId
    role: Slug
    term_from: date | None = None
    term_to: date | None = None


@event("membership")
class LeadershipEnded:
    """พ้นจากตำแหน่งผู้นำ: the leader no longer holds the role of that appointment."""

    organisation_id: EntityId
    appointment: PositiveCount
    person_id: EntityId
    role: Slug
    ended_on: date | None = None
