"""A small service for tests of the library: the passbooks of a savings group (กลุ่มออมทรัพย์).

    register ── HolderAdmitted ──▶ passbook

It has one of each thing that a service may have: a personal field, an event with an older
version, a snapshot, a command over two streams, read tables fed by itself and by another
service, a resource of each sort.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import BigInteger, Column, Date, Integer, Select, String, select

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.definition import Payload, event, personal, upcaster
from bangduan.events.types import EntityId, Line, PositiveCount, Prose, Satang, VillageCode
from bangduan.permissions import changes, reads, sees
from bangduan.projection import Projection, ReadTable, Rows, personal_column
from bangduan.service import Service
from bangduan.web.api import Api

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bangduan.application import Reader
    from bangduan.events.envelope import Recorded
    from bangduan.unit_of_work import UnitOfWork

Kind = Literal["savings", "shares"]

READ = sees("passbook", "read", en="See the passbooks", th="ดูสมุดฝาก")
KEEP = changes("passbook", "keep", "treasurer", en="Keep the passbooks", th="จัดการสมุดฝาก")

# -- events --------------------------------------------------------------------------------


@event("passbook")
class PassbookOpened:
    """เปิดสมุดฝาก: somebody saves with the group."""

    passbook_id: EntityId
    holder_id: EntityId
    name: Line = personal("holder_id")
    phone: Line | None = personal("holder_id", default=None)
    kind: Kind
    opened_on: date | None = None


@event("passbook")
class MoneyDeposited:
    """ฝากเงิน: money goes into a passbook."""

    passbook_id: EntityId
    amount_satang: Satang
    note: Prose | None = None
    slips: tuple[Line, ...] = ()


@event("passbook", version=2)
class MoneyWithdrawn:
    """ถอนเงิน: money comes out of a passbook; before version 2 it was counted in baht."""

    passbook_id: EntityId
    amount_satang: Satang


@upcaster("bangduan.passbook.MoneyWithdrawn.v1")
def _in_satang(payload: Payload) -> Payload:
    return {"passbook_id": payload["passbook_id"], "amount_satang": payload["baht"] * 100}


@event("passbook", erases="holder_id")
class HolderForgotten:
    """ลบข้อมูลผู้ฝาก: personal data of the holder reads forgotten."""

    holder_id: EntityId


@event("register")
class HolderAdmitted:
    """รับเป็นสมาชิก: another service admits somebody."""

    holder_id: EntityId
    nickname: Line = personal("holder_id")
    village: VillageCode


# -- domain --------------------------------------------------------------------------------


@command(KEEP)
class OpenPassbook:
    """Open a passbook for somebody."""

    passbook_id: EntityId
    holder_id: EntityId
    name: Line
    phone: Line | None = None
    kind: Kind = "savings"
    opened_on: date | None = None


@command(KEEP)
class Deposit:
    """Put money into a passbook."""

    passbook_id: EntityId
    amount_satang: Satang
    note: Prose | None = None
    slips: tuple[Line, ...] = ()


@command(KEEP)
class Withdraw:
    """Take money out of a passbook."""

    passbook_id: EntityId
    amount_satang: Satang


@command(KEEP)
class Transfer:
    """Move money from one passbook to another, in one transaction."""

    passbook_id: EntityId
    to_passbook_id: EntityId
    amount_satang: Satang


@command(KEEP)
class ForgetHolder:
    """Erase a holder's personal data for good."""

    holder_id: EntityId


@command(KEEP)
class Admit:
    """Admit somebody to the register."""

    holder_id: EntityId
    nickname: Line
    village: VillageCode


@dataclass(frozen=True, slots=True)
class Passbook:
    """A passbook: open or not, its balance, the day it was opened."""

    open: bool = False
    balance: int = 0
    opened_on: date | None = None
    slips: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holder:
    """A holder: known or not, forgotten or not."""

    forgotten: bool = False


OPEN_ONCE = Rule("opened-once", en="The passbook is open already.", th="เปิดสมุดฝากนี้แล้ว")
ENOUGH = Rule(
    "enough-money",
    en="Only {balance} satang are left.",
    th="เหลือเงินเพียง {balance} สตางค์",
    field="amount_satang",
)


def _decide(state: Passbook, command: Any) -> Sequence[object]:
    if isinstance(command, OpenPassbook):
        OPEN_ONCE.require(not state.open)
        return [
            PassbookOpened(
                passbook_id=command.passbook_id,
                holder_id=command.holder_id,
                name=command.name,
                phone=command.phone,
                kind=command.kind,
                opened_on=command.opened_on,
            )
        ]
    if not state.open:
        raise NotFound("passbook", command.passbook_id, "passbook_id")
    if isinstance(command, Deposit):
        return [
            MoneyDeposited(
                passbook_id=command.passbook_id,
                amount_satang=command.amount_satang,
                note=command.note,
                slips=command.slips,
            )
        ]
    ENOUGH.require(command.amount_satang <= state.balance, balance=state.balance)
    return [MoneyWithdrawn(passbook_id=command.passbook_id, amount_satang=command.amount_satang)]


def _evolve(state: Passbook, event: Any) -> Passbook:
    match event:
        case PassbookOpened():
            return replace(state, open=True, opened_on=event.opened_on)
        case MoneyDeposited():
            balance = state.balance + event.amount_satang
            return replace(state, balance=balance, slips=(*state.slips, *event.slips)[-3:])
        case MoneyWithdrawn():
            return replace(state, balance=state.balance - event.amount_satang)
    return state


def _forget(state: Holder, command: ForgetHolder) -> Sequence[object]:
    return [] if state.forgotten else [HolderForgotten(holder_id=command.holder_id)]


PASSBOOK = Aggregate(
    "passbook", "passbook_id", Passbook(), _decide, _evolve,
    (OpenPassbook, Deposit, Withdraw, Transfer), snapshot_every=10,
)  # fmt: skip
HOLDER = Aggregate(
    "holder", "holder_id", Holder(), _forget, lambda _state, _event: Holder(forgotten=True),
    (ForgetHolder,),
)  # fmt: skip


def _transfer(command: Transfer, uow: UnitOfWork) -> None:
    uow.require(PASSBOOK, command.to_passbook_id, field="to_passbook_id")
    taken = Withdraw(passbook_id=command.passbook_id, amount_satang=command.amount_satang)
    uow.decide(PASSBOOK, command.passbook_id, taken)
    given = Deposit(passbook_id=command.to_passbook_id, amount_satang=command.amount_satang)
    uow.decide(PASSBOOK, command.to_passbook_id, given)


# -- read tables ---------------------------------------------------------------------------

passbooks = ReadTable(
    "passbooks",
    Column("passbook_id", String, primary_key=True),
    Column("holder_id", String, index=True),
    personal_column("name", subject="holder_id"),
    personal_column("phone", subject="holder_id"),
    Column("kind", String),
    Column("opened_on", Date),
    Column("balance_satang", BigInteger),
)
movements = ReadTable(
    "movements",
    Column("passbook_id", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("amount_satang", BigInteger),
)
totals = ReadTable("totals", Column("of", String, primary_key=True), Column("how_many", BigInteger))
holders = ReadTable(
    "holders",
    Column("holder_id", String, primary_key=True),
    personal_column("nickname", subject="holder_id"),
    Column("village", String),
)

PASSBOOKS = Projection("passbooks", version=1, tables=(passbooks, movements, totals))
HOLDERS = Projection("holders", version=1, tables=(holders,), source="register")


@PASSBOOKS.on(PassbookOpened)
def _opened(event: PassbookOpened, at: Recorded, rows: Rows) -> None:
    rows.put(
        passbooks,
        passbook_id=event.passbook_id,
        holder_id=event.holder_id,
        name=event.name,
        phone=event.phone,
        kind=event.kind,
        opened_on=event.opened_on,
    )
    rows.add(totals, {"of": event.kind}, how_many=1)


@PASSBOOKS.on(MoneyDeposited, MoneyWithdrawn)
def _moved(event: MoneyDeposited | MoneyWithdrawn, at: Recorded, rows: Rows) -> None:
    sign = 1 if isinstance(event, MoneyDeposited) else -1
    amount = sign * event.amount_satang
    rows.add(passbooks, {"passbook_id": event.passbook_id}, balance_satang=amount)
    rows.put(movements, passbook_id=event.passbook_id, number=at.version, amount_satang=amount)


@HOLDERS.on(HolderAdmitted)
def _admitted(event: HolderAdmitted, at: Recorded, rows: Rows) -> None:
    rows.put(holders, holder_id=event.holder_id, nickname=event.nickname, village=event.village)


# -- resources -----------------------------------------------------------------------------


@dataclass(frozen=True)
class PassbookView:
    """A passbook in a list."""

    passbook_id: EntityId
    holder_id: EntityId
    name: str | None
    phone: str | None
    kind: Kind
    opened_on: date | None
    balance_satang: Satang | None


@dataclass(frozen=True)
class MovementView:
    """Money in (positive) or out."""

    number: PositiveCount
    amount_satang: int


@dataclass(frozen=True)
class PassbookFilter:
    """Which passbooks."""

    kind: Kind | None = None
    at_least: Satang | None = None
    opened_on: date | None = None
    used: bool | None = None


@reads(READ)
def list_passbooks(chosen: PassbookFilter) -> Select[Any]:
    """Passbooks, those that ``chosen`` asks for."""
    found = select(passbooks)
    if chosen.kind is not None:
        found = found.where(passbooks.c.kind == chosen.kind)
    if chosen.at_least is not None:
        found = found.where(passbooks.c.balance_satang >= chosen.at_least)
    if chosen.opened_on is not None:
        found = found.where(passbooks.c.opened_on == chosen.opened_on)
    if chosen.used is not None:
        found = found.where(passbooks.c.balance_satang.is_not(None) == chosen.used)
    return found


@reads(READ)
def list_movements(passbook_id: str) -> Select[Any]:
    """What went in and out of a passbook."""
    return select(movements).where(movements.c.passbook_id == passbook_id)


@reads(READ)
def one_passbook(reader: Reader, passbook_id: str) -> dict[str, Any] | None:
    """A passbook."""
    return reader.one(select(passbooks).where(passbooks.c.passbook_id == passbook_id))


API = Api("passbook")
_ALL, _ONE = "/passbooks", "/passbooks/<passbook_id>"
API.command("POST", _ALL, OpenPassbook, tag="passbooks", summary="Open", makes="passbook_id")
API.command("POST", f"{_ONE}/deposits", Deposit, tag="passbooks", summary="Deposit")
API.command("POST", f"{_ONE}/withdrawals", Withdraw, tag="passbooks", summary="Withdraw")
API.command("POST", f"{_ONE}/transfers", Transfer, tag="passbooks", summary="Transfer")
API.command("POST", "/holders/<holder_id>/erasure", ForgetHolder, tag="holders", summary="Forget")
API.listing(
    "GET", _ALL, view=PassbookView, query=list_passbooks, filters=PassbookFilter,
    tag="passbooks", summary="Passbooks",
)  # fmt: skip
API.listing(
    "GET", f"{_ONE}/movements", view=MovementView, query=list_movements, tag="passbooks",
    summary="Movements",
)  # fmt: skip
API.item(
    "GET", _ONE, view=PassbookView, query=one_passbook, tag="passbooks",
    summary="A passbook",
)  # fmt: skip

PASSBOOK_SERVICE = Service(
    name="passbook",
    title=("สมุดฝาก", "Passbooks"),
    aggregates=(PASSBOOK, HOLDER),
    handlers={Transfer: _transfer},
    projections=(PASSBOOKS, HOLDERS),
    api=API,
)

# -- the other service ---------------------------------------------------------------------


def _admit(_state: Holder, command: Admit) -> Sequence[object]:
    return [
        HolderAdmitted(
            holder_id=command.holder_id, nickname=command.nickname, village=command.village
        )
    ]


REGISTER_SERVICE = Service(
    name="register",
    title=("ทะเบียน", "Register"),
    aggregates=(Aggregate("admission", "holder_id", Holder(), _admit, lambda s, _: s, (Admit,)),),
)

#: For ``bangduan.testing.runner``.
SERVICES = (PASSBOOK_SERVICE, REGISTER_SERVICE)
