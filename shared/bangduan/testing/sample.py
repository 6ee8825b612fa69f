"""Three small services for the tests of the transport: a till, a ledger and a display.

    till ── Paid ──┬─▶ ledger    a policy books each payment: its log is the order of arrival
                   └─▶ display   read tables that count: an event applied twice shows

Everybody may do everything here, so that nothing but these three is needed. Run by
``bangduan.testing.runner``, each test's in processes of their own. Not imported by the
tests themselves: these events must not stand in the registry beside the real contract.

A test breaks them by files in the folder they run in: accounts named in ``broken`` cannot be
displayed, those in ``deadly`` kill the ledger while it books a payment of theirs (before its
commit), anything in ``fatal`` kills it right after a commit, before the broker hears of it.
"""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Column, Select, String, select

from bangduan.domain import Aggregate, Rule, command
from bangduan.events.definition import event
from bangduan.events.types import Count, EntityId, PositiveCount
from bangduan.permissions import PUBLIC, reads
from bangduan.policies import Policies
from bangduan.projection import Projection, ReadTable, Rows
from bangduan.service import Service
from bangduan.web.api import Api

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bangduan.application import Application
    from bangduan.events.envelope import Recorded

# -- till ----------------------------------------------------------------------------------


@event("till")
class Paid:
    """A payment into an account."""

    account_id: EntityId
    number: PositiveCount


@command(PUBLIC)
class Pay:
    """Pay into an account, so many times."""

    account_id: EntityId
    times: PositiveCount


@dataclass(frozen=True, slots=True)
class Till:
    """How many payments there were."""

    payments: int = 0


def _pay(state: Till, command: Pay) -> Sequence[object]:
    after = state.payments
    return [
        Paid(account_id=command.account_id, number=PositiveCount(after + n + 1))
        for n in range(command.times)
    ]


def _paid(state: Till, event: Any) -> Till:
    return replace(state, payments=event.number)


ACCOUNT = Aggregate("account", "account_id", Till(), _pay, _paid, (Pay,))

takings = ReadTable(
    "takings", Column("account_id", String, primary_key=True), Column("payments", BigInteger)
)
TAKINGS = Projection("takings", version=1, tables=(takings,))


@TAKINGS.on(Paid)
def _take(event: Paid, at: Recorded, rows: Rows) -> None:
    rows.put(takings, account_id=event.account_id, payments=event.number)


@dataclass(frozen=True)
class Taking:
    """One account's payments."""

    account_id: EntityId
    payments: Count


@reads(PUBLIC)
def _all_takings() -> Select[Any]:
    return select(takings)


API = Api("till")
API.command("POST", "/accounts/<account_id>/payments", Pay, tag="accounts", summary="Pay")
API.listing(
    "GET", "/takings", view=Taking, query=_all_takings, tag="accounts", summary="What was paid"
)

TILL = Service(
    name="till",
    title=("เครื่องรับเงิน", "Till"),
    aggregates=(ACCOUNT,),
    projections=(TAKINGS,),
    api=API,
    audit=PUBLIC,
)

# -- ledger --------------------------------------------------------------------------------


@event("ledger")
class Booked:
    """A payment is in the books."""

    account_id: EntityId
    number: PositiveCount


@command
class Book:
    """Book the next payment of an account."""

    account_id: EntityId
    number: PositiveCount


@dataclass(frozen=True, slots=True)
class Page:
    """The last payment booked."""

    last: int = 0


IN_ORDER = Rule("in-order", en="{number} after {last}", th="{number} หลัง {last}")


def _book(state: Page, command: Book) -> Sequence[object]:
    IN_ORDER.require(command.number > state.last, number=command.number, last=state.last)
    return [Booked(account_id=command.account_id, number=command.number)]


def _booked(state: Page, event: Any) -> Page:
    return replace(state, last=event.number)


PAGE = Aggregate("page", "account_id", Page(), _book, _booked, (Book,))

POLICIES = Policies()


@POLICIES.on(Paid)
def _enter(event: Paid) -> Iterable[object]:
    if event.account_id in _named_in("deadly"):
        os.kill(os.getpid(), signal.SIGKILL)
    yield Book(account_id=event.account_id, number=event.number)


LEDGER = Service(
    name="ledger", title=("บัญชีแยกประเภท", "Ledger"), aggregates=(PAGE,), policies=POLICIES
)

# -- display -------------------------------------------------------------------------------

payments = ReadTable(
    "payments", Column("event_id", String, primary_key=True), Column("times", BigInteger)
)
totals = ReadTable(
    "totals", Column("account_id", String, primary_key=True), Column("payments", BigInteger)
)
lasts = ReadTable(
    "lasts", Column("account_id", String, primary_key=True), Column("number", BigInteger)
)
SHOWN = Projection("shown", version=1, tables=(payments, totals, lasts), source="till")


@SHOWN.on(Paid)
def _show(event: Paid, at: Recorded, rows: Rows) -> None:
    if event.account_id in _named_in("broken"):
        with Path("attempts").open("a") as attempts:
            attempts.write(f"{event.account_id} {time.monotonic()}\n")
        raise ValueError(f"{event.account_id} cannot be displayed")
    rows.add(payments, {"event_id": at.id}, times=1)
    rows.add(totals, {"account_id": event.account_id}, payments=1)
    rows.put(lasts, account_id=event.account_id, number=event.number)


DISPLAY = Service(name="display", title=("จอแสดงผล", "Display"), projections=(SHOWN,))

# -- for the runner ------------------------------------------------------------------------

SERVICES = (TILL, LEDGER, DISPLAY)


def prepare(application: Application) -> None:
    """Let a test kill the ledger right after a commit."""
    if application.service is LEDGER:
        application.on_commit.append(_die_if_fatal)


def _die_if_fatal() -> None:
    if _named_in("fatal"):
        os.kill(os.getpid(), signal.SIGKILL)


def _named_in(file: str) -> frozenset[str]:
    # asked for every event: most often it is not there
    if not os.path.exists(file):  # noqa: PTH110 (a Path takes ten times as long)
        return frozenset()
    return frozenset(Path(file).read_text().split())
