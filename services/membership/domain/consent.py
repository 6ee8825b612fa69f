"""ความยินยอม: what a person agreed to, since when, until when.

A consent is given, expired or withdrawn as of a day. One that was given stays recorded for ever;
withdrawing it is another fact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.membership import ConsentGiven, ConsentWithdrawn, HowGiven
from bangduan.events.types import EntityId, Line, Slug
from services.membership.permissions import KEEP_CONSENTS

GIVEN_ONCE = Rule(
    "consent-already-given",
    en="This consent is recorded already. Record another one under another id.",
    th="บันทึกความยินยอมนี้แล้ว หากเป็นความยินยอมอื่นโปรดใช้รหัสอื่น",
    field="consent_id",
)
LASTS = Rule(
    "consent-ends-before-it-begins",
    en="It was given on {given} and cannot end on {ends}. Give a later last day, or none.",
    th="ให้ความยินยอมวันที่ {given} จึงสิ้นสุดวันที่ {ends} ไม่ได้ โปรดระบุวันหลังจากนั้นหรือเว้นว่าง",
    field="expires_on",
)
PURPOSE_IS_NAMED = Rule(
    "consent-purpose-unnamed",
    en="The purpose {purpose} is not known. Say in Thai and in English what it is.",
    th="ไม่รู้จักวัตถุประสงค์ {purpose} โปรดระบุชื่อภาษาไทยและภาษาอังกฤษ",
    field="purpose_thai",
)
STILL_GIVEN = Rule(
    "consent-already-withdrawn",
    en="This consent was withdrawn already.",
    th="ถอนความยินยอมนี้แล้ว",
    field="consent_id",
)
WITHDRAWN_AFTER_GIVEN = Rule(
    "consent-withdrawn-before-given",
    en="It was given on {given}; it cannot be withdrawn earlier. Correct the day.",
    th="ให้ความยินยอมวันที่ {given} จึงถอนก่อนวันนั้นไม่ได้ โปรดแก้ไขวันที่",
    field="withdrawn_on",
)
OF_THIS_PERSON = Rule(
    "consent-of-somebody-else",
    en="This consent is another person's.",
    th="ความยินยอมนี้เป็นของบุคคลอื่น",
    field="person_id",
)

Standing = Literal["given", "expired", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a purpose is called."""

    thai: str
    english: str


#: Purposes that every centre knows; another one brings its own names.
PURPOSES: Final[Mapping[str, Purpose]] = MappingProxyType(
    {
        "membership": Purpose("การเป็นสมาชิกและทะเบียน", "Membership and the register"),
        "photographs": Purpose("ภาพถ่ายและภาพเคลื่อนไหว", "Photographs and films"),
        "publicity": Purpose("การประชาสัมพันธ์", "Publicity"),
        "health": Purpose("ข้อมูลสุขภาพ", "Health data"),
        "other": Purpose("อื่น ๆ", "Other"),
    }
)


@command(KEEP_CONSENTS)
class GiveConsent:
    """ให้ความยินยอม: to one purpose; one that is not well known is named in both languages."""

    consent_id: EntityId
    person_id: EntityId
    purpose: Slug
    given_on: date
    expires_on: date | None = None
    how: HowGiven = "unknown"
    note: Line | None = None
    purpose_thai: Line | None = None
    purpose_english: Line | None = None


@command(KEEP_CONSENTS)
class WithdrawConsent:
    """ถอนความยินยอม: as easily as it was given; the day may be unknown."""

    consent_id: EntityId
    person_id: EntityId
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """State of a consent."""

    person_id: str = ""
    given_on: date | None = None
    expires_on: date | None = None
    withdrawn: bool = False
    withdrawn_on: date | None = None

    def standing(self, day: date) -> Standing:
        """Given, expired or withdrawn at the end of ``day``; expired from the day after the last.

        A withdrawal whose day is unknown counts from the beginning: nothing may lean on a
        consent that perhaps no longer stood.
        """
        if self.withdrawn and (self.withdrawn_on is None or self.withdrawn_on <= day):
            return "withdrawn"
        if self.expires_on is not None and self.expires_on < day:
            return "expired"
        return "given"


def decide(state: Consent, command: GiveConsent | WithdrawConsent) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, GiveConsent):
        GIVEN_ONCE.require(not state.person_id)
        return [_given(command)]
    if not state.person_id:
        raise NotFound("consent", command.consent_id, field="consent_id")
    OF_THIS_PERSON.require(command.person_id == state.person_id)
    STILL_GIVEN.require(not state.withdrawn)
    if command.withdrawn_on is not None and state.given_on is not None:
        WITHDRAWN_AFTER_GIVEN.require(command.withdrawn_on >= state.given_on, given=state.given_on)
    return [
        ConsentWithdrawn(
            consent_id=command.consent_id,
            person_id=command.person_id,
            withdrawn_on=command.withdrawn_on,
        )
    ]


def _given(command: GiveConsent) -> ConsentGiven:
    if command.expires_on is not None:
        ends, given = command.expires_on, command.given_on
        LASTS.require(ends >= given, given=given, ends=ends)
    known = PURPOSES.get(command.purpose)
    named = command.purpose_thai is not None and command.purpose_english is not None
    PURPOSE_IS_NAMED.require(known is not None or named, purpose=command.purpose)
    return ConsentGiven(
        consent_id=command.consent_id,
        person_id=command.person_id,
        purpose=command.purpose,
        purpose_thai=command.purpose_thai or (Line(known.thai) if known else None),
        purpose_english=command.purpose_english or (Line(known.english) if known else None),
        given_on=command.given_on,
        expires_on=command.expires_on,
        how=command.how,
        note=command.note,
    )


def evolve(state: Consent, event: object) -> Consent:
    """The consent after ``event``."""
    match event:
        case ConsentGiven():
            return Consent(event.person_id, event.given_on, event.expires_on)
        case ConsentWithdrawn():
            return replace(state, withdrawn=True, withdrawn_on=event.withdrawn_on)
        case _:
            return state


CONSENT = Aggregate(
    "consent",
    key="consent_id",
    initial=Consent(),
    decide=decide,
    evolve=evolve,
    commands=(GiveConsent, WithdrawConsent),
)
