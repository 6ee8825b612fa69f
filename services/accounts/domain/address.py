"""ที่อยู่เครือข่าย: whence it was tried too often, under whatever names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bangduan.domain import Aggregate, command
from bangduan.events.accounts import AddressRefused
from bangduan.events.types import EntityId, PositiveCount
from services.accounts.domain.waiting import ADDRESS_FAILURES, ADDRESS_WINDOW, address_wait


@command
class RefuseAddress:
    """นับการเข้าสู่ระบบที่ไม่สำเร็จจากที่อยู่นี้."""

    address_id: EntityId
    at: datetime


@dataclass(frozen=True, slots=True)
class Address:
    """State of an address: its last failures, oldest first."""

    recent: tuple[datetime, ...] = ()

    def wait(self, now: datetime) -> timedelta:
        """How long nobody may try from here; zero or less when one may."""
        return address_wait(self.recent, now)


def decide(state: Address, command: RefuseAddress) -> Sequence[object]:
    """One failure more, counted within the window."""
    within = sum(1 for at in state.recent if command.at - at < ADDRESS_WINDOW)
    return [
        AddressRefused(
            address_id=command.address_id, failures=PositiveCount(within + 1), at=command.at
        )
    ]


def evolve(state: Address, event: object) -> Address:
    """The address after ``event``."""
    if isinstance(event, AddressRefused):
        return Address((*state.recent, event.at)[-ADDRESS_FAILURES:])
    return state


ADDRESS = Aggregate(
    "address",
    key="address_id",
    initial=Address(),
    decide=decide,
    evolve=evolve,
    commands=(RefuseAddress,),
)
