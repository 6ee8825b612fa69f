"""Erasing a person: what stands against it, and doing it once nothing does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, Table, func, select

from bangduan.application import Application, Reader
from bangduan.chores import Chore
from bangduan.days import today
from bangduan.errors import DomainError
from bangduan.events.membership import Hold, RetainedAfter
from bangduan.events.types import Line
from bangduan.permissions import reads
from bangduan.unit_of_work import Context, UnitOfWork
from services.membership.domain.consent import CONSENT, GiveConsent
from services.membership.domain.erasure import (
    ERASURE,
    AskErasure,
    CompleteErasure,
    DeferErasure,
    Retention,
    kept_until,
    require_free,
)
from services.membership.domain.person import NOT_ERASED, PERSON, ErasePerson
from services.membership.merging import erase_with_doubles
from services.membership.permissions import READ
from services.membership.projections.households import households
from services.membership.projections.organisations import leaders, members, organisations
from services.membership.projections.privacy import (
    erasures,
    holds,
    retention_rules,
)
from services.membership.projections.register import villages
from services.membership.projections.seats import committees, offices, seats, terms

Read = Callable[[Select[Any]], list[dict[str, Any]]]

#: How often it is looked whether an erasure that waits can be done, seconds.
_EVERY_SECONDS: Final = 5.0


def give_consent(command: GiveConsent, uow: UnitOfWork) -> None:
    """Who consents is a person of the register."""
    NOT_ERASED.require(not uow.require(PERSON, command.person_id, field="person_id").erased)
    uow.decide(CONSENT, command.consent_id, command)


def ask_erasure(command: AskErasure, uow: UnitOfWork) -> None:
    """At once, when nothing stands against it; remembered otherwise."""
    NOT_ERASED.require(not uow.require(PERSON, command.person_id, field="person_id").erased)
    against = _against(command.person_id, uow)
    if against:
        uow.decide(ERASURE, command.person_id, DeferErasure(asked=command, holds=against))
        return
    erase = ErasePerson(person_id=command.person_id, reason=command.reason)
    erase_with_doubles(erase, uow)


def erase_person(command: ErasePerson, uow: UnitOfWork) -> None:
    """Only somebody whom nothing holds."""
    if uow.state(PERSON, command.person_id).registered:
        require_free(_against(command.person_id, uow))
    erase_with_doubles(command, uow)


def complete_erasure(command: CompleteErasure, uow: UnitOfWork) -> None:
    """What waited is done, if it still waits and nothing stands against it any more."""
    waiting = uow.state(ERASURE, command.person_id).reason
    erased = uow.state(PERSON, command.person_id).erased
    if waiting is None or erased or _against(command.person_id, uow):
        return
    erase = ErasePerson(person_id=command.person_id, reason=waiting)
    erase_with_doubles(erase, uow)


def carry_out(application: Application) -> None:
    """Erase everybody whose erasure waits and whom nothing holds any more."""
    waiting = select(erasures.c.person_id).where(erasures.c.status == "deferred")
    context = Context(actor=f"policy:{application.service.name}")
    for row in application.database.select(waiting):
        if not held_by(row["person_id"], application.database.select, today()):
            try:
                application.execute(CompleteErasure(person_id=row["person_id"]), context=context)
            except DomainError:
                # taken up again meanwhile; it is looked at next time
                continue


ERASURES: Final = Chore("erasures", every_seconds=_EVERY_SECONDS, do=carry_out)

# -- what stands against it ------------------------------------------------------------------------


def held_by(person_id: str, read: Read, day: date) -> tuple[Hold, ...]:
    """What stands against erasing a person on ``day``.

    Args:
        read: asks the read tables.
    """
    found = [
        *(Hold(kind="seat", what=row["what"]) for row in read(_seats(person_id))),
        *(Hold(kind="office", what=row["what"]) for row in read(_offices(person_id))),
        *(Hold(kind="leadership", what=row["what"]) for row in read(_leads(person_id))),
        *(Hold(kind="household", what=row["what"]) for row in read(_heads(person_id))),
        *(
            Hold(kind="service", what=row["service"], reason=row["reason"])
            for row in read(select(holds).where(holds.c.person_id == person_id))
        ),
    ]
    rules = [
        Retention(row["after"], row["years"], row["basis"], row["from_day"])
        for row in read(select(retention_rules))
    ]
    return (*found, *_retained(person_id, read, rules, day))


@reads(READ)
def list_holds(reader: Reader, person_id: str) -> list[dict[str, Any]]:
    """เหตุที่ยังลบข้อมูลไม่ได้, today."""
    return [
        {"kind": hold.kind, "what": hold.what, "reason": hold.reason, "until": hold.until}
        for hold in held_by(person_id, reader.all, today())
    ]


@reads(READ)
def holds_of(reader: Reader, person_id: str) -> Mapping[str, Any]:
    """เหตุที่ยังลบข้อมูลไม่ได้, as the API gives it."""
    return {"items": list_holds(reader, person_id), "next": None}


def _against(person_id: str, uow: UnitOfWork) -> tuple[Hold, ...]:
    return held_by(person_id, uow.read, today())


def _seats(person_id: str) -> Select[Any]:
    of = committees.c.committee_id == seats.c.committee_id
    return (
        select(committees.c.name.label("what"), seats.c.vacated_on.label("ended_on"))
        .select_from(seats.join(committees, of))
        .where(seats.c.person_id == person_id)
        .where(seats.c.status == "seated", committees.c.status == "seated")
    )


def _offices(person_id: str) -> Select[Any]:
    of = offices.c.office_id == terms.c.office_id
    return (
        select(offices.c.thai.label("what"))
        .select_from(terms.join(offices, of))
        .where(terms.c.holder == person_id, terms.c.status == "holding")
    )


def _leads(person_id: str) -> Select[Any]:
    of = organisations.c.organisation_id == leaders.c.organisation_id
    return (
        select(organisations.c.name.label("what"))
        .select_from(leaders.join(organisations, of))
        .where(leaders.c.person_id == person_id, leaders.c.status == "leading")
        .where(organisations.c.status == "active")
    )


def _heads(person_id: str) -> Select[Any]:
    """By the village: a house's number is sealed."""
    named = func.coalesce(villages.c.name, households.c.village, "?")
    return (
        select(named.label("what"))
        .select_from(households.outerjoin(villages, villages.c.village == households.c.village))
        .where(households.c.head == person_id)
    )


@dataclass(frozen=True, slots=True)
class _Past:
    """Where it stands what of a person's has ended on a known day, and what it belonged to.

    Attributes:
        name: column of ``of`` with what it is called.
        by: column both tables have.
        who: column of ``table`` with the person's id; ``ended`` with the day.
        over: status of what has ended.
    """

    table: Table
    of: Table
    by: str
    name: str
    who: str
    ended: str
    over: str

    def query(self, person_id: str) -> Select[Any]:
        """``what`` and ``ended_on`` of everything that has ended for a person."""
        mine = self.table.c
        return (
            select(self.of.c[self.name].label("what"), mine[self.ended].label("ended_on"))
            .select_from(self.table.join(self.of, self.of.c[self.by] == mine[self.by]))
            .where(mine[self.who] == person_id, mine[self.ended].is_not(None))
            .where(mine.status == self.over)
        )


_PAST: Final[Mapping[RetainedAfter, _Past]] = {
    "seat": _Past(seats, committees, "committee_id", "name", "person_id", "vacated_on", "vacated"),
    "office": _Past(terms, offices, "office_id", "thai", "holder", "term_to", "over"),
    "leadership": _Past(
        leaders, organisations, "organisation_id", "name", "person_id", "term_to", "ended"
    ),
    "membership": _Past(
        members, organisations, "organisation_id", "name", "person_id", "left_on", "left"
    ),
}


def _retained(person_id: str, read: Read, rules: Iterable[Retention], day: date) -> Iterable[Hold]:
    """What a law keeps after it ended; what ended on a day nobody knows is kept by none."""
    rules = tuple(rules)
    for after in {rule.after for rule in rules if rule.after is not None}:
        for row in read(_PAST[after].query(person_id)):
            kept = kept_until(rules, after, row["ended_on"])
            if kept is not None and kept[0] >= day:
                until, basis = kept
                yield Hold(kind="retention", what=row["what"], reason=Line(basis), until=until)


HANDLERS: Final[Mapping[type, Callable[[Any, UnitOfWork], None]]] = {
    GiveConsent: give_consent,
    AskErasure: ask_erasure,
    ErasePerson: erase_person,
    CompleteErasure: complete_erasure,
}
