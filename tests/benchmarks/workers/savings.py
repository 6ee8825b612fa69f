"""The services that are measured: one records payments, one follows it."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Column, Date, String

from bangduan.domain import Aggregate, command
from bangduan.events.definition import event
from bangduan.events.types import EntityId, Line, Satang
from bangduan.permissions import PUBLIC
from bangduan.projection import Projection, ReadTable, Rows
from bangduan.service import Service
from bangduan.web.api import Api

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Table

    from bangduan.events.envelope import Recorded


@event("savings")
class PaymentRecorded:
    """บันทึกการฝากเงิน: a payment was made into an account."""

    payment_id: EntityId
    name: Line
    day: date
    amount: Satang


@command(PUBLIC)
class RecordPayment:
    """Record one payment."""

    account_id: EntityId
    payment_id: EntityId
    name: Line
    day: date
    amount: Satang


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One of several payments."""

    payment_id: EntityId
    name: Line
    day: date
    amount: Satang


@command
class RecordPayments:
    """Record several payments at once."""

    account_id: EntityId
    payments: tuple[Payment, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Account:
    """How many payments, and their sum in satang."""

    payments: int = 0
    total: int = 0


def decide(_account: Account, command: RecordPayment | RecordPayments) -> Sequence[object]:
    """Everything is allowed."""
    paid = command.payments if isinstance(command, RecordPayments) else (command,)
    return [
        PaymentRecorded(payment_id=one.payment_id, name=one.name, day=one.day, amount=one.amount)
        for one in paid
    ]


def evolve(account: Account, event: object) -> Account:
    """Count and add up."""
    match event:
        case PaymentRecorded():
            return Account(account.payments + 1, account.total + event.amount)
        case _:
            return account


#: Without snapshots, because the peer keeps none unless told to.
ACCOUNT = Aggregate(
    "account", key="account_id", initial=Account(), decide=decide, evolve=evolve,
    commands=(RecordPayment, RecordPayments), snapshot_every=0,
)  # fmt: skip


def _payments(name: str) -> Table:
    return ReadTable(
        name,
        Column("payment_id", String, primary_key=True),
        Column("name", String, nullable=False),
        Column("day", Date, nullable=False),
        Column("amount", BigInteger, nullable=False),
    )


payments = _payments("payments")
PAYMENTS = Projection("payments", version=1, tables=(payments,))

followed = _payments("followed")
FOLLOWED = Projection("followed", version=1, tables=(followed,), source="savings")


@PAYMENTS.on(PaymentRecorded)
def _(event: PaymentRecorded, at: Recorded, rows: Rows) -> None:
    rows.put(
        payments, payment_id=event.payment_id, name=event.name, day=event.day, amount=event.amount
    )


@FOLLOWED.on(PaymentRecorded)
def _(event: PaymentRecorded, at: Recorded, rows: Rows) -> None:
    rows.put(
        followed, payment_id=event.payment_id, name=event.name, day=event.day, amount=event.amount
    )


API = Api("savings")
API.command(
    "POST", "/accounts/<account_id>/payments", RecordPayment, tag="payments", summary="Pay in"
)

_TITLE = ("ออมทรัพย์", "Savings")

#: The log and nothing else.
BARE = Service(name="savings", title=_TITLE, aggregates=(ACCOUNT,))
#: With its read table.
WHOLE = Service(name="savings", title=_TITLE, aggregates=(ACCOUNT,), projections=(PAYMENTS,))
#: With its resources, as a process of its own.
SAVINGS = Service(
    name="savings",
    title=_TITLE,
    aggregates=(ACCOUNT,),
    projections=(PAYMENTS,),
    api=API,
    audit=PUBLIC,
)
#: Another service, which follows the first.
FOLLOWER = Service(name="follower", title=("ผู้ติดตาม", "Follower"), projections=(FOLLOWED,))
