"""One person registered twice: what the double belonged to, led and held goes to who stays.

Nothing is rewritten. What the double had ends in its own streams, for the reason that the two
were merged, and is recorded anew for the one who stays, with the days it had.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, Final

from bangduan.domain import Rule
from bangduan.events.membership import (
    DoubleTakenIn,
    DutyHandedOver,
    LeaderAppointed,
    LeadershipEnded,
    MemberJoined,
    MemberLeft,
    OfficeHolderIdentified,
    PartnerContactNamed,
    SeatFilled,
    SeatVacated,
    Sex,
)
from bangduan.events.types import BuddhistYear, EntityId, PositiveCount, Slug
from bangduan.unit_of_work import UnitOfWork
from services.membership.domain.committee import COMMITTEE
from services.membership.domain.duty import DUTY
from services.membership.domain.life import MERGES_INTO_ANOTHER, NOT_MERGED, MergePeople
from services.membership.domain.membership import MEMBERSHIP, membership_id
from services.membership.domain.office import OFFICE
from services.membership.domain.organisation import ORGANISATION
from services.membership.domain.partner import PARTNER
from services.membership.domain.person import NOT_ERASED, PERSON, CorrectPerson, ErasePerson, Person
from services.membership.living import carry_households
from services.membership.projections import holdings, register

BOTH_ALIVE_OR_NEITHER = Rule(
    "person-merged-living-and-deceased",
    en="One of the two entries is recorded as deceased and the other is not. Record the same "
    "of both first.",
    th="รายการหนึ่งบันทึกว่าเสียชีวิตแต่อีกรายการไม่ได้บันทึก โปรดบันทึกให้ตรงกันก่อน",
    field="into",
)
#: What the one who stays is given from the double, where nothing is recorded of it.
_FILLED: Final = ("title", "phone", "address", "village")


def merge_people(command: MergePeople, uow: UnitOfWork) -> None:
    """Carry everything over, then say that the two are one."""
    MERGES_INTO_ANOTHER.require(command.into != command.person_id)
    double = _mergeable(command.person_id, "person_id", uow)
    stays = _mergeable(command.into, "into", uow)
    BOTH_ALIVE_OR_NEITHER.require(double.life.deceased == stays.life.deceased)
    sex: Sex = double.sex if stays.sex == "unknown" else stays.sex
    for row in uow.read(holdings.memberships_of(command.person_id)):
        _carry_membership(row, command, sex, uow)
    for row in uow.read(holdings.leaderships_of(command.person_id)):
        _carry_leadership(row, command, uow)
    for row in uow.read(holdings.terms_of(command.person_id)):
        office_id, term_id = EntityId(row["office_id"]), EntityId(row["term_id"])
        held = OfficeHolderIdentified(office_id=office_id, term_id=term_id, holder=command.into)
        uow.append(OFFICE, office_id, [held])
    for row in uow.read(holdings.seats_of(command.person_id)):
        _carry_seat(row, command, uow)
    for row in uow.read(holdings.partners_of(command.person_id)):
        partner_id = EntityId(row["partner_id"])
        named = PartnerContactNamed(
            partner_id=partner_id, person_id=command.into, capacity=row["contact_capacity"]
        )
        uow.append(PARTNER, partner_id, [named])
    for row in uow.read(holdings.duties_of(command.person_id)):
        duty_id = EntityId(row["duty_id"])
        handed = DutyHandedOver(duty_id=duty_id, holder=command.into, from_holder=command.person_id)
        uow.append(DUTY, duty_id, [handed])
    carry_households(command, uow)
    _fill(command, stays, double, uow)
    uow.decide(PERSON, command.person_id, command)
    taken_in = DoubleTakenIn(person_id=command.into, double_id=command.person_id)
    uow.append(PERSON, command.into, [taken_in])


def erase_with_doubles(command: ErasePerson, uow: UnitOfWork) -> None:
    """Who is erased is erased under every entry that was merged into this one too."""
    for row in uow.read(register.doubles_of(command.person_id)):
        double = ErasePerson(person_id=EntityId(row["person_id"]), reason=command.reason)
        uow.decide(PERSON, double.person_id, double)
    uow.decide(PERSON, command.person_id, command)


def _mergeable(person_id: str, field: str, uow: UnitOfWork) -> Person:
    """Somebody registered, not erased, and not merged already."""
    person = uow.require(PERSON, person_id, field=field)
    NOT_ERASED.require(not person.erased)
    NOT_MERGED.require(person.life.merged_into is None, into=person.life.merged_into)
    return person


def _carry_membership(row: dict[str, Any], command: MergePeople, sex: Sex, uow: UnitOfWork) -> None:
    """Who belongs twice belongs once; a membership that is over is carried as over."""
    organisation_id = EntityId(row["organisation_id"])
    before = membership_id(organisation_id, command.person_id)
    over = row["status"] == "left"
    if not over:
        left = MemberLeft(
            organisation_id=organisation_id,
            person_id=command.person_id,
            sex=uow.state(MEMBERSHIP, before).sex,
            reason="merged",
        )
        uow.append(MEMBERSHIP, before, [left])
    after = membership_id(organisation_id, command.into)
    there = uow.state(MEMBERSHIP, after)
    if there.now or (over and there.ever):
        return
    joined = MemberJoined(
        organisation_id=organisation_id,
        person_id=command.into,
        sex=sex,
        joined_on=row["joined_on"],
        reason="merged",
    )
    uow.append(MEMBERSHIP, after, [joined])
    if over:
        gone = MemberLeft(
            organisation_id=organisation_id,
            person_id=command.into,
            sex=sex,
            left_on=row["left_on"],
            reason=row["left_because"],
        )
        uow.append(MEMBERSHIP, after, [gone])


def _carry_leadership(row: dict[str, Any], command: MergePeople, uow: UnitOfWork) -> None:
    """The role ends for the double and goes on for who stays, unless it is held twice."""
    organisation_id, role = EntityId(row["organisation_id"]), Slug(row["role"])
    over = row["status"] == "ended"
    leaders = uow.state(ORGANISATION, organisation_id).leaders
    if not over:
        ended = LeadershipEnded(
            organisation_id=organisation_id,
            appointment=PositiveCount(row["appointment"]),
            person_id=command.person_id,
            role=role,
            reason="merged",
        )
        uow.append(ORGANISATION, organisation_id, [ended])
        if any(
            (led.person_id, led.role, led.over) == (command.into, role, False) for led in leaders
        ):
            return
    appointed = LeaderAppointed(
        organisation_id=organisation_id,
        appointment=PositiveCount(len(leaders) + 1),
        person_id=command.into,
        role=role,
        term_from=row["term_from"],
        term_to=row["term_to"],
    )
    uow.append(ORGANISATION, organisation_id, [appointed])
    if over:
        ended = LeadershipEnded(
            organisation_id=organisation_id,
            appointment=appointed.appointment,
            person_id=command.into,
            role=role,
            ended_on=row["term_to"],
            reason=row["ended_because"],
        )
        uow.append(ORGANISATION, organisation_id, [ended])


def _carry_seat(row: dict[str, Any], command: MergePeople, uow: UnitOfWork) -> None:
    """Who sits twice sits once, and the other seat is vacant."""
    committee_id = EntityId(row["committee_id"])
    committee = uow.state(COMMITTEE, committee_id)
    seated = row["status"] == "seated"
    events: list[object] = []
    if seated:
        events.append(
            SeatVacated(committee_id=committee_id, person_id=command.person_id, reason="merged")
        )
    sits = command.into in committee.members
    if not sits and (seated or command.into not in committee.gone):
        filled = SeatFilled(committee_id=committee_id, person_id=command.into)
        known = {f.name: row[f.name] for f in dataclasses.fields(filled) if row.get(f.name)}
        events.append(dataclasses.replace(filled, **{**known, "person_id": command.into}))
        if not seated:
            events.append(
                SeatVacated(
                    committee_id=committee_id,
                    person_id=command.into,
                    reason=row["reason"],
                    vacated_on=row["vacated_on"],
                )
            )
    uow.append(COMMITTEE, committee_id, events)


def _fill(command: MergePeople, stays: Person, double: Person, uow: UnitOfWork) -> None:
    """What is recorded of the double alone is recorded of who stays."""
    [had] = uow.read(register.entry(command.person_id))
    [has] = uow.read(register.entry(command.into))
    filled: dict[str, Any] = {
        name: had[name] for name in _FILLED if has[name] is None and had[name] is not None
    }
    filled |= dict(_birth(had, has))
    if stays.sex == "unknown" != double.sex:
        filled["sex"] = double.sex
    if has["residency"] == "unknown" != had["residency"]:
        filled["residency"] = had["residency"]
    uow.release(command.person_id)
    if has["national_id"] is None and had["national_id"] is not None:
        filled["national_id"] = had["national_id"]
        uow.reserve(command.into, register.NATIONAL_ID, had["national_id"])
    if filled:
        uow.decide(PERSON, command.into, CorrectPerson(person_id=command.into, **filled))


def _birth(had: dict[str, Any], has: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The day, or only the year, where the one who stays has none and nothing speaks against it."""
    if has["birth_year"] not in (None, had["birth_year"]):
        return
    if has["born_on"] is None and had["born_on"] is not None:
        yield "born_on", register.day_of(had["born_on"])
    elif has["birth_year"] is None and had["birth_year"] is not None:
        yield "birth_year", BuddhistYear(int(had["birth_year"]))
