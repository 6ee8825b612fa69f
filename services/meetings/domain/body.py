"""องค์ประชุม: a body that meets (the assembly, the working group, the centre) and its rules.

Quorum and majority are the body's own dated rule sets, never constants of this software.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.meetings import BodyRegistered, BodyRulesSet, MeetingRules, Share
from bangduan.events.types import EntityId, Line
from services.meetings.permissions import KEEP_MEETINGS

REGISTERED_ONCE = Rule(
    "body-already-registered",
    en="This body is registered already. Use another id for another body.",
    th="ขึ้นทะเบียนองค์ประชุมนี้แล้ว หากเป็นองค์ประชุมอื่นโปรดใช้รหัสอื่น",
    field="body_id",
)
SHARES_ARE_PARTS = Rule(
    "body-share-more-than-whole",
    en="A share of {numerator}/{denominator} can never be reached. Write it as part of a whole.",
    th="สัดส่วน {numerator}/{denominator} เป็นไปไม่ได้ โปรดระบุเป็นส่วนหนึ่งของทั้งหมด",
    field="rules",
)
ONE_RULE_SET_A_DAY = Rule(
    "body-rules-already-set",
    en="Rules from {day} are set already. Set new ones from a later day.",
    th="กำหนดข้อบังคับที่มีผลตั้งแต่ {day} แล้ว โปรดกำหนดข้อบังคับใหม่จากวันอื่น",
    field="effective_from",
)


@command(KEEP_MEETINGS)
class RegisterBody:
    """ขึ้นทะเบียนองค์ประชุม: of a committee or an organisation, where it is one's."""

    body_id: EntityId
    name: Line
    committee_id: EntityId | None = None
    organisation_id: EntityId | None = None


@command(KEEP_MEETINGS)
class SetBodyRules:
    """กำหนดข้อบังคับการประชุม: from a day on, or (None) from the body's beginning."""

    body_id: EntityId
    rules: MeetingRules
    effective_from: date | None = None
    source: Line | None = None


@dataclass(frozen=True, slots=True)
class DatedRules:
    """Rules and the day from which they hold."""

    rules: MeetingRules
    effective_from: date | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """State of a body."""

    name: Line | None = None
    rule_sets: tuple[DatedRules, ...] = ()

    def rules_on(self, day: date | None) -> MeetingRules | None:
        """The rules that held on a day, or None.

        On a day nobody knows, only rules that hold from the beginning and were never changed
        are certain.
        """
        undated = [dated for dated in self.rule_sets if dated.effective_from is None]
        since = [dated for dated in self.rule_sets if dated.effective_from is not None]
        if day is None:
            return undated[0].rules if undated and not since else None
        begun = [d for d in since if d.effective_from is not None and d.effective_from <= day]
        newest = max(begun, key=lambda d: d.effective_from or date.min, default=None)
        if newest is not None:
            return newest.rules
        return undated[0].rules if undated else None


def decide(state: Body, command: RegisterBody | SetBodyRules) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, RegisterBody):
        REGISTERED_ONCE.require(state.name is None)
        return [
            BodyRegistered(
                body_id=command.body_id,
                name=command.name,
                committee_id=command.committee_id,
                organisation_id=command.organisation_id,
            )
        ]
    if state.name is None:
        raise NotFound("body", command.body_id, field="body_id")
    return [_rules_set(state, command)]


def _rules_set(state: Body, command: SetBodyRules) -> BodyRulesSet:
    for share in (command.rules.quorum_share, command.rules.majority):
        _require_reachable(share)
    taken = any(dated.effective_from == command.effective_from for dated in state.rule_sets)
    ONE_RULE_SET_A_DAY.require(not taken, day=command.effective_from or "-")
    return BodyRulesSet(
        body_id=command.body_id,
        effective_from=command.effective_from,
        rules=command.rules,
        source=command.source,
    )


def _require_reachable(share: Share | None) -> None:
    if share is not None:
        whole = share.numerator == share.denominator
        SHARES_ARE_PARTS.require(
            share.numerator < share.denominator or (whole and not share.more_than),
            numerator=share.numerator,
            denominator=share.denominator,
        )


def evolve(state: Body, event: object) -> Body:
    """The body after ``event``."""
    match event:
        case BodyRegistered():
            return replace(state, name=event.name)
        case BodyRulesSet():
            dated = DatedRules(event.rules, event.effective_from)
            return replace(state, rule_sets=(*state.rule_sets, dated))
        case _:
            return state


BODY = Aggregate(
    "body",
    key="body_id",
    initial=Body(),
    decide=decide,
    evolve=evolve,
    commands=(RegisterBody, SetBodyRules),
)
