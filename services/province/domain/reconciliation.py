"""สอบทานข้อมูลกับตำบล: when what the province holds of a site is asked for anew, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bangduan.domain import Aggregate, Rule, command
from bangduan.events.province import ReplayRequested, RestoredRecordAccepted
from bangduan.events.types import Prose, TambonCode
from services.province.permissions import MANAGE_SITES

IS_HELD: Final = Rule(
    "site-not-held",
    en="The log of tambon {tambon} holds all that was read of it: there is nothing to accept. "
    "To read it from the beginning all the same, ask for everything again.",
    th="บันทึกของตำบล {tambon} ยังครบตามที่จังหวัดอ่านไว้ จึงไม่มีสิ่งที่ต้องยอมรับ "
    "หากต้องการอ่านใหม่ตั้งแต่ต้น โปรดขอให้ส่งข้อมูลใหม่ทั้งหมด",
    field="tambon",
)


@command(MANAGE_SITES)
class RequestReplay:
    """ขอให้ส่งข้อมูลใหม่ทั้งหมด: everything a site has told, from its first event."""

    tambon: TambonCode
    reason: Prose


@command(MANAGE_SITES)
class AcceptRestoredRecord:
    """ยอมรับบันทึกที่กู้คืน: read the site anew, whose log holds less than was read of it."""

    tambon: TambonCode
    reason: Prose


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """State: how often the site was asked for everything again."""

    asked: int = 0


def decide(state: Reconciliation, command: Any) -> Sequence[object]:
    """What follows from ``command``."""
    match command:
        case RequestReplay():
            return [ReplayRequested(tambon=command.tambon, reason=command.reason)]
        case _:
            return [RestoredRecordAccepted(tambon=command.tambon, reason=command.reason)]


def evolve(state: Reconciliation, event: object) -> Reconciliation:
    """The reconciliation after ``event``."""
    return Reconciliation(asked=state.asked + 1)


RECONCILIATION: Final = Aggregate(
    "reconciliation",
    key="tambon",
    initial=Reconciliation(),
    decide=decide,
    evolve=evolve,
    commands=(RequestReplay, AcceptRestoredRecord),
)
