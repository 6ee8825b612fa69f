"""Kinds of organisation, organisations, who belongs to them and who leads them."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Literal

from bangduan.events.definition import event
from bangduan.events.membership.register import Sex
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Quantity, Slug, VillageCode

Location = Literal["inside", "outside"]
#: What an organisation of a kind must have on record.
Requirement = Literal["founding_day", "village", "leader", "centre_seats"]
JoiningReason = Literal["applied", "founded", "inherited", "transferred", "merged", "unknown"]
LeavingReason = Literal[
    "resigned", "moved", "died", "expelled", "transferred", "merged", "dissolved", "unknown"
]
DissolutionReason = Literal["resolved", "inactive", "ordered", "purpose_met", "merged", "unknown"]

#: Why somebody's time in a role is over.
EndingReason = Literal[
    "resigned", "died", "removed", "moved_away", "term_ended", "merged", "unknown"
]


@dataclasses.dataclass(frozen=True, slots=True)
class KindOfOrganisation:
    """ประเภทองค์กร: what an installed service or a centre says of a kind of organisation.

    Attributes:
        kind: its stable name, kebab case.
        seats: of each such organisation in the centre; None where each centre sets them.
        needs: what such an organisation must have on record.
        least_members: how many members it has at least; None where nothing is laid down.
    """

    kind: str
    thai: str
    english: str
    holds_funds: bool = False
    location: Location = "inside"
    seats: int | None = None
    needs: tuple[Requirement, ...] = ()
    least_members: int | None = None


@event("membership")
class OrganisationKindDefined:
    """กำหนดประเภทองค์กร: a kind of organisation beyond those every centre knows."""

    kind: Slug
    thai: Line
    english: Line
    holds_funds: bool
    location: Location = "inside"
    seats: Count | None = None
    needs: tuple[Requirement, ...] = ()
    least_members: Count | None = None


@event("membership")
class OrganisationKindRevised:
    """ปรับปรุงประเภทองค์กร: all that is said of the kind, as it now reads."""

    kind: Slug
    thai: Line
    english: Line
    holds_funds: bool
    location: Location = "inside"
    seats: Count | None = None
    needs: tuple[Requirement, ...] = ()
    least_members: Count | None = None


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
    """ยุบเลิกองค์กร: the organisation is no more; its records stay. ``note``: in more words."""

    organisation_id: EntityId
    dissolved_on: date | None = None
    reason: DissolutionReason | None = None
    note: Line | None = None


@event("membership")
class OrganisationMerged:
    """ควบรวมองค์กร: it goes on within another, with these members and leaders.

    ``OrganisationDissolved`` follows, so that whoever counts organisations counts one less.
    """

    organisation_id: EntityId
    into: EntityId
    merged_on: date | None = None
    resolution_id: EntityId | None = None
    members: Count = Count(0)
    leaders: Count = Count(0)


@event("membership")
class OrganisationAbsorbed:
    """รับองค์กรเข้าควบรวม: another organisation goes on within this one."""

    organisation_id: EntityId
    absorbed_id: EntityId
    merged_on: date | None = None
    resolution_id: EntityId | None = None
    members: Count = Count(0)
    leaders: Count = Count(0)


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
    reason: JoiningReason | None = None


@event("membership")
class MemberLeft:
    """พ้นจากสมาชิกภาพ: a member leaves; ``sex`` is that of the joining, so counts balance."""

    organisation_id: EntityId
    person_id: EntityId
    sex: Sex
    left_on: date | None = None
    reason: LeavingReason | None = None


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
    reason: EndingReason | None = None
