"""ตำแหน่ง: an office that one person at a time holds; who, and since when, may be unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.membership import (
    EndingReason,
    OfficeEstablished,
    OfficeHeld,
    OfficeHolderIdentified,
    OfficeLeft,
    OfficeTermCorrected,
)
from bangduan.events.types import EntityId, Line, Slug, VillageCode
from services.membership.domain.registry import OFFICES, OfficeName
from services.membership.domain.term import Term, overlapping, term_of
from services.membership.permissions import KEEP_ORGANISATIONS

ESTABLISHED_ONCE = Rule(
    "office-already-established",
    en="This office is established already. Use another id for another office.",
    th="กำหนดตำแหน่งนี้แล้ว หากเป็นตำแหน่งอื่นโปรดใช้รหัสอื่น",
    field="office_id",
)
HAS_NAMES = Rule(
    "office-without-names",
    en="{office} is no office every centre knows. Give its Thai and its English name.",
    th="{office} ไม่ใช่ตำแหน่งมาตรฐาน โปรดระบุชื่อภาษาไทยและภาษาอังกฤษ",
    field="office",
)
TERM_IS_NEW = Rule(
    "office-term-already-recorded",
    en="This term is recorded already; correct it instead.",
    th="บันทึกวาระนี้แล้ว โปรดแก้ไขวาระแทน",
    field="term_id",
)
TERMS_DO_NOT_OVERLAP = Rule(
    "office-terms-overlap",
    en="Somebody else holds the office from {begins} to {ends}. Correct the days of one term.",
    th="มีผู้ดำรงตำแหน่งนี้ตั้งแต่ {begins} ถึง {ends} อยู่แล้ว โปรดแก้ไขวันที่ของวาระ",
    field="term_from",
)
ONE_UNDATED_TERM = Rule(
    "office-held-without-days",
    en="The office has a holder whose days are unknown. Record that this term is over first.",
    th="ตำแหน่งนี้มีผู้ดำรงตำแหน่งที่ไม่ทราบวันอยู่แล้ว โปรดบันทึกการพ้นตำแหน่งก่อน",
    field="term_from",
)
HOLDER_IS_UNKNOWN = Rule(
    "office-holder-known",
    en="Who holds this term is recorded already. Record another term for another holder.",
    th="ทราบผู้ดำรงตำแหน่งในวาระนี้แล้ว หากเป็นผู้อื่นโปรดบันทึกวาระใหม่",
    field="holder",
)
LEFT_ONCE = Rule(
    "office-term-over",
    en="This term is over already.",
    th="วาระนี้สิ้นสุดแล้ว",
    field="term_id",
)


@command(KEEP_ORGANISATIONS)
class EstablishOffice:
    """กำหนดตำแหน่ง: of the tambon, of one village, or of an organisation."""

    office_id: EntityId
    office: Slug
    thai: Line | None = None
    english: Line | None = None
    organisation_id: EntityId | None = None
    village: VillageCode | None = None


@command(KEEP_ORGANISATIONS)
class HoldOffice:
    """ดำรงตำแหน่ง: ``holder`` None when who it is, is unknown; so may the days be."""

    office_id: EntityId
    term_id: EntityId
    holder: EntityId | None = None
    term_from: date | None = None
    term_to: date | None = None


@command(KEEP_ORGANISATIONS)
class IdentifyHolder:
    """ระบุผู้ดำรงตำแหน่ง: of a term recorded without one."""

    office_id: EntityId
    term_id: EntityId
    holder: EntityId


@command(KEEP_ORGANISATIONS)
class CorrectTerm:
    """แก้ไขวาระ: both days as they are now known."""

    office_id: EntityId
    term_id: EntityId
    term_from: date | None = None
    term_to: date | None = None


@command(KEEP_ORGANISATIONS)
class LeaveOffice:
    """พ้นจากตำแหน่ง: on a day that may be unknown."""

    office_id: EntityId
    term_id: EntityId
    left_on: date | None = None
    reason: EndingReason | None = None


@dataclass(frozen=True, slots=True)
class HeldTerm:
    """One term of the office; ``over`` once that was recorded."""

    term: Term
    holder: str | None = None
    over: bool = False

    @property
    def undated_and_running(self) -> bool:
        """True when neither day is known and nobody recorded that it is over."""
        return self.term.certain_days() is None and not self.over


@dataclass(frozen=True, slots=True)
class Office:
    """State of an office; ``terms`` by term id."""

    office: str = ""
    organisation_id: str | None = None
    village: str | None = None
    terms: dict[str, HeldTerm] = field(default_factory=dict)


def decide(state: Office, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, EstablishOffice):
        ESTABLISHED_ONCE.require(not state.office)
        return [_established(command)]
    if not state.office:
        raise NotFound("office", command.office_id, field="office_id")
    if isinstance(command, HoldOffice):
        return [_held(state, command)]
    if command.term_id not in state.terms:
        raise NotFound("term", command.term_id, field="term_id")
    return [_DECISIONS[type(command)](state, command)]


def _established(command: EstablishOffice) -> OfficeEstablished:
    known = OFFICES.get(command.office) or OfficeName(command.thai or "", command.english or "")
    thai, english = command.thai or known.thai, command.english or known.english
    HAS_NAMES.require(thai and english, office=command.office)
    return OfficeEstablished(
        office_id=command.office_id,
        office=command.office,
        thai=Line(thai),
        english=Line(english),
        organisation_id=command.organisation_id,
        village=command.village,
    )


def _held(state: Office, command: HoldOffice) -> OfficeHeld:
    TERM_IS_NEW.require(command.term_id not in state.terms)
    _room_for(state, command.term_id, HeldTerm(term_of(command.term_from, command.term_to)))
    return OfficeHeld(
        office_id=command.office_id,
        term_id=command.term_id,
        office=Slug(state.office),
        organisation_id=None if state.organisation_id is None else EntityId(state.organisation_id),
        village=None if state.village is None else VillageCode(state.village),
        holder=command.holder,
        term_from=command.term_from,
        term_to=command.term_to,
    )


def _identified(state: Office, command: IdentifyHolder) -> OfficeHolderIdentified:
    HOLDER_IS_UNKNOWN.require(state.terms[command.term_id].holder is None)
    return OfficeHolderIdentified(
        office_id=command.office_id, term_id=command.term_id, holder=command.holder
    )


def _corrected(state: Office, command: CorrectTerm) -> OfficeTermCorrected:
    corrected = term_of(command.term_from, command.term_to)
    _room_for(state, command.term_id, replace(state.terms[command.term_id], term=corrected))
    return OfficeTermCorrected(
        office_id=command.office_id,
        term_id=command.term_id,
        term_from=command.term_from,
        term_to=command.term_to,
    )


def _left(state: Office, command: LeaveOffice) -> OfficeLeft:
    held = state.terms[command.term_id]
    LEFT_ONCE.require(not held.over)
    if command.left_on is not None:
        shortened = term_of(held.term.begins, command.left_on)
        _room_for(state, command.term_id, HeldTerm(shortened, over=True))
    return OfficeLeft(
        office_id=command.office_id,
        term_id=command.term_id,
        left_on=command.left_on,
        reason=command.reason,
    )


def _room_for(state: Office, term_id: str, held: HeldTerm) -> None:
    """Refuse a term that shares a day with another, or a second one of unknown days."""
    others = [other for id, other in state.terms.items() if id != term_id]
    taken = overlapping(held.term, (other.term for other in others))
    TERMS_DO_NOT_OVERLAP.require(
        taken is None,
        begins=taken and (taken.begins or "?"),
        ends=taken and (taken.ends or "?"),
    )
    ONE_UNDATED_TERM.require(
        not held.undated_and_running or not any(other.undated_and_running for other in others)
    )


def evolve(state: Office, event: object) -> Office:
    """The office after ``event``."""
    match event:
        case OfficeEstablished():
            return replace(
                state,
                office=event.office,
                organisation_id=event.organisation_id,
                village=event.village,
            )
        case OfficeHeld():
            held = HeldTerm(Term(event.term_from, event.term_to), event.holder)
        case OfficeHolderIdentified():
            held = replace(state.terms[event.term_id], holder=event.holder)
        case OfficeTermCorrected():
            corrected = Term(event.term_from, event.term_to)
            held = replace(state.terms[event.term_id], term=corrected)
        case OfficeLeft():
            before = state.terms[event.term_id]
            ends = before.term.ends if event.left_on is None else event.left_on
            held = replace(before, over=True, term=Term(before.term.begins, ends))
        case _:
            return state
    return replace(state, terms={**state.terms, event.term_id: held})


_DECISIONS: Final[Mapping[type, Callable[[Office, Any], object]]] = {
    IdentifyHolder: _identified,
    CorrectTerm: _corrected,
    LeaveOffice: _left,
}

OFFICE = Aggregate(
    "office",
    key="office_id",
    initial=Office(),
    decide=decide,
    evolve=evolve,
    commands=(EstablishOffice, HoldOffice, *_DECISIONS),
)
