"""คำขอลบข้อมูล: an erasure that somebody asked for, and what stands against it.

Nobody is erased while holding a seat, an office or the lead of an organisation, while another
service of the site says that money or a duty is left, or while a law says to keep the data. What
was asked for is remembered and done by itself once the last of these is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.membership import (
    ErasureCalledOff,
    ErasureDeferred,
    ErasureReason,
    Hold,
    HoldKind,
    PersonHeldElsewhere,
    PersonReleasedElsewhere,
    RetainedAfter,
    RetentionRuleEnded,
    RetentionRuleSet,
)
from bangduan.events.types import EntityId, Line, PositiveCount, Slug
from services.membership.permissions import ERASE_PEOPLE, KEEP_PRIVACY

NOT_HELD = Rule(
    "person-held",
    en="This person cannot be erased yet: {why_en}. Ask for the erasure instead: it is done by "
    "itself once nothing stands against it.",
    th="ยังลบข้อมูลบุคคลนี้ไม่ได้ เนื่องจาก{why_th} โปรดใช้คำสั่งขอลบข้อมูล ระบบจะลบให้เองเมื่อหมดข้อผูกพัน",
    field="person_id",
)
ASKED_ONCE = Rule(
    "erasure-already-asked",
    en="This erasure is asked for already and waits.",
    th="มีคำขอลบข้อมูลบุคคลนี้รออยู่แล้ว",
    field="person_id",
)
ASKED = Rule(
    "erasure-not-asked",
    en="No erasure of this person waits.",
    th="ไม่มีคำขอลบข้อมูลบุคคลนี้ที่รออยู่",
    field="person_id",
)
NOT_SET = Rule(
    "retention-rule-same",
    en="The rule says this already.",
    th="กำหนดไว้เช่นนี้แล้ว",
    field="rule",
)


#: What holds a person, Thai and English.
_KINDS: Final[Mapping[HoldKind, tuple[str, str]]] = {
    "seat": ("มีที่นั่งใน", "a seat in"),
    "office": ("ดำรงตำแหน่ง", "the office of"),
    "leadership": ("เป็นผู้นำของ", "leads"),
    "household": ("เป็นหัวหน้าครัวเรือนใน", "heads a household of"),
    "service": ("มีข้อผูกพันในระบบ", "held by"),
    "retention": ("กฎหมายให้เก็บข้อมูลของ", "the law keeps the records of"),
}


@command(ERASE_PEOPLE)
class AskErasure:
    """ขอลบข้อมูลส่วนบุคคล: at once where nothing stands against it, else once that is gone."""

    person_id: EntityId
    reason: ErasureReason
    asked_on: date | None = None


@command(ERASE_PEOPLE)
class CallOffErasure:
    """ยกเลิกคำขอลบข้อมูล: of one that waits."""

    person_id: EntityId


@command
class DeferErasure:
    """``AskErasure`` with what stands against it."""

    asked: AskErasure
    holds: tuple[Hold, ...]

    @property
    def person_id(self) -> EntityId:
        """Whose erasure waits."""
        return self.asked.person_id


@command
class CompleteErasure:
    """ลบข้อมูลที่รออยู่: given by the service itself, when nothing may stand against it any more."""

    person_id: EntityId


@command
class HoldPerson:
    """บันทึกข้อผูกพันในระบบอื่น: what another service tells."""

    person_id: EntityId
    hold_id: EntityId
    service: Slug
    reason: Line
    since: date | None = None


@command
class ReleasePerson:
    """บันทึกว่าหมดข้อผูกพัน: what another service tells."""

    person_id: EntityId
    hold_id: EntityId


@dataclass(frozen=True, slots=True)
class HeldElsewhere:
    """What another service says."""

    service: str
    reason: str


@dataclass(frozen=True, slots=True)
class Erasure:
    """State of the erasing of one person; ``reason`` while an erasure waits."""

    reason: ErasureReason | None = None
    elsewhere: Mapping[str, HeldElsewhere] = field(default_factory=dict)

    def holds(self) -> tuple[Hold, ...]:
        """What other services say."""
        return tuple(
            Hold(kind="service", what=Line(held.service), reason=Line(held.reason))
            for _, held in sorted(self.elsewhere.items())
        )


def require_free(holds: Sequence[Hold]) -> None:
    """Refuse, with the reasons, when something stands against an erasure."""
    NOT_HELD.require(
        not holds,
        why_en="; ".join(_told(hold, _KINDS[hold.kind][1], "until") for hold in holds),
        why_th="; ".join(_told(hold, _KINDS[hold.kind][0], "ถึง") for hold in holds),
    )


def _told(hold: Hold, kind: str, until: str) -> str:
    """One hold in a sentence."""
    said = f"{kind} {hold.what}"
    if hold.reason is not None:
        said += f" ({hold.reason})"
    return said if hold.until is None else f"{said} {until} {hold.until.isoformat()}"


def decide(state: Erasure, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken."""
    return _DECISIONS[type(command)](state, command)


def _deferred(state: Erasure, command: DeferErasure) -> Sequence[object]:
    ASKED_ONCE.require(state.reason is None)
    asked = command.asked
    return [
        ErasureDeferred(
            person_id=asked.person_id,
            reason=asked.reason,
            holds=command.holds,
            asked_on=asked.asked_on,
        )
    ]


def _called_off(state: Erasure, command: CallOffErasure) -> Sequence[object]:
    ASKED.require(state.reason is not None)
    return [ErasureCalledOff(person_id=command.person_id)]


def _held(state: Erasure, command: HoldPerson) -> Sequence[object]:
    if state.elsewhere.get(command.hold_id) == HeldElsewhere(command.service, command.reason):
        return []
    return [
        PersonHeldElsewhere(
            person_id=command.person_id,
            hold_id=command.hold_id,
            service=command.service,
            reason=command.reason,
            since=command.since,
        )
    ]


def _released(state: Erasure, command: ReleasePerson) -> Sequence[object]:
    if command.hold_id not in state.elsewhere:
        return []
    return [PersonReleasedElsewhere(person_id=command.person_id, hold_id=command.hold_id)]


def evolve(state: Erasure, event: object) -> Erasure:
    """The erasure after ``event``."""
    match event:
        case ErasureDeferred():
            return replace(state, reason=event.reason)
        case ErasureCalledOff():
            return replace(state, reason=None)
        case PersonHeldElsewhere():
            held = HeldElsewhere(event.service, event.reason)
            return replace(state, elsewhere={**state.elsewhere, event.hold_id: held})
        case PersonReleasedElsewhere():
            left = {k: v for k, v in state.elsewhere.items() if k != event.hold_id}
            return replace(state, elsewhere=left)
        case _:
            return state


_DECISIONS: Final[Mapping[type, Callable[[Erasure, Any], Sequence[object]]]] = {
    DeferErasure: _deferred,
    CallOffErasure: _called_off,
    HoldPerson: _held,
    ReleasePerson: _released,
}

ERASURE = Aggregate(
    "erasure",
    key="person_id",
    initial=Erasure(),
    decide=decide,
    evolve=evolve,
    commands=(AskErasure, CompleteErasure, *_DECISIONS),
    snapshot_every=0,  # short streams
)

# -- how long the law wants data kept --------------------------------------------------------------


@command(KEEP_PRIVACY)
class SetRetentionRule:
    """กำหนดระยะเวลาเก็บข้อมูล: so many years after something ended; ``basis`` names the law."""

    rule: Slug
    after: RetainedAfter
    years: PositiveCount
    basis: Line
    from_day: date | None = None


@command(KEEP_PRIVACY)
class EndRetentionRule:
    """ยกเลิกระยะเวลาเก็บข้อมูล."""

    rule: Slug


@dataclass(frozen=True, slots=True)
class Retention:
    """State of a retention rule; None: it holds nobody.

    ``from_day``: what ended before that day is not held by it.
    """

    after: RetainedAfter | None = None
    years: int = 0
    basis: str = ""
    from_day: date | None = None

    def until(self, ended_on: date) -> date | None:
        """The last day on which what ended then is kept; None for what it does not speak of."""
        if self.from_day is not None and ended_on < self.from_day:
            return None
        try:
            return ended_on.replace(year=ended_on.year + self.years)
        except ValueError:  # 29 February, in a year without one
            return ended_on.replace(year=ended_on.year + self.years, month=3, day=1)


def decide_retention(
    state: Retention, command: SetRetentionRule | EndRetentionRule
) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, EndRetentionRule):
        if state.after is None:
            raise NotFound("retention rule", command.rule, field="rule")
        return [RetentionRuleEnded(rule=command.rule)]
    new = Retention(command.after, command.years, command.basis, command.from_day)
    NOT_SET.require(new != state)
    return [
        RetentionRuleSet(
            rule=command.rule,
            after=command.after,
            years=command.years,
            basis=command.basis,
            from_day=command.from_day,
        )
    ]


def evolve_retention(state: Retention, event: object) -> Retention:
    """The rule after ``event``."""
    match event:
        case RetentionRuleSet():
            return Retention(event.after, event.years, event.basis, event.from_day)
        case RetentionRuleEnded():
            return Retention()
        case _:
            return state


RETENTION = Aggregate(
    "retention",
    key="rule",
    initial=Retention(),
    decide=decide_retention,
    evolve=evolve_retention,
    commands=(SetRetentionRule, EndRetentionRule),
)


def kept_until(
    rules: Iterable[Retention], after: RetainedAfter, ended_on: date
) -> tuple[date, str] | None:
    """The latest day by any rule, and the law that says so; None when none speaks of it."""
    found = [
        (until, rule.basis)
        for rule in rules
        if rule.after == after and (until := rule.until(ended_on)) is not None
    ]
    return max(found, default=None)
