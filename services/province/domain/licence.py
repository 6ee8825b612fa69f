"""สัญญาอนุญาตข้อมูลเปิด: under which licence the open data of the province may be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bangduan.domain import Aggregate, Rule, command
from bangduan.events.province import OpenDataLicensed
from bangduan.events.types import Line
from services.province.permissions import PUBLISH

READ_SOMEWHERE = Rule(
    "licence-address-not-of-the-web",
    en="Write where the licence can be read, beginning with https://, or leave it out.",
    th="โปรดระบุที่อยู่เว็บของสัญญาอนุญาตโดยขึ้นต้นด้วย https:// หรือเว้นว่างไว้",
    field="address",
)
LICENCE_CHANGES = Rule(
    "licence-unchanged",
    en="The open data is under this licence already.",
    th="ข้อมูลเปิดใช้สัญญาอนุญาตนี้อยู่แล้ว",
    field="name",
)


@command(PUBLISH)
class SetLicence:
    """กำหนดสัญญาอนุญาตข้อมูลเปิด: its name, and where it can be read."""

    name: Line
    address: Line | None = None

    @property
    def licence_id(self) -> str:
        """There is one licence for all of the open data."""
        return "open-data"


@dataclass(frozen=True, slots=True)
class Licence:
    """State of the licence; without a name until the province chose one."""

    name: str | None = None
    address: str | None = None


def decide(state: Licence, command: SetLicence) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken."""
    of_the_web = command.address is None or (
        command.address.startswith("https://") and not set(command.address) & set(" <>\"'")
    )
    READ_SOMEWHERE.require(of_the_web)
    LICENCE_CHANGES.require((command.name, command.address) != (state.name, state.address))
    return [OpenDataLicensed(name=command.name, address=command.address)]


def evolve(state: Licence, event: OpenDataLicensed) -> Licence:
    """The licence after ``event``."""
    return Licence(name=event.name, address=event.address)


LICENCE: Final = Aggregate(
    "licence",
    key="licence_id",
    initial=Licence(),
    decide=decide,
    evolve=evolve,
    commands=(SetLicence,),
)
