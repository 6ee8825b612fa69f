"""ชื่อผู้ใช้ที่ไม่มีบัญชี: waits as an account would, so that a wait tells nobody which names there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bangduan.domain import Aggregate, command
from bangduan.events.accounts import NameRefused
from bangduan.events.types import EntityId, PositiveCount
from services.accounts.domain.waiting import account_wait

#: Failures are counted so far; one waits longest long before.
_COUNTED: Final = 1000


@command
class RefuseName:
    """นับการเข้าสู่ระบบที่ไม่สำเร็จด้วยชื่อที่ไม่มีบัญชี.

    Attributes:
        name_id: a keyed hash of what was typed as the username.
        address_id: a keyed hash of the address it came from.
    """

    name_id: EntityId
    address_id: EntityId
    at: datetime


@dataclass(frozen=True, slots=True)
class Name:
    """State of a name without an account: failures in a row, the last at ``failed_at``."""

    failures: int = 0
    failed_at: datetime | None = None

    def wait(self, now: datetime) -> timedelta:
        """How long nobody may try; zero or less when one may."""
        return account_wait(self.failures, self.failed_at, now)


def decide(state: Name, command: RefuseName) -> Sequence[object]:
    """One failure more."""
    failures = PositiveCount(min(state.failures + 1, _COUNTED))
    return [NameRefused(name_id=command.name_id, failures=failures, at=command.at)]


def evolve(state: Name, event: object) -> Name:
    """The name after ``event``."""
    return Name(event.failures, event.at) if isinstance(event, NameRefused) else state


NAME = Aggregate(
    "name",
    key="name_id",
    initial=Name(),
    decide=decide,
    evolve=evolve,
    commands=(RefuseName,),
)
