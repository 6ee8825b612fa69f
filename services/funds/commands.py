"""Commands that concern more than their own stream: money always moves in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bangduan.events.funds import EntryRecorded, GrantReceived, SavingsPooled
from bangduan.unit_of_work import UnitOfWork
from services.funds.domain import institution, receipts
from services.funds.domain.entry import (
    ENTRY,
    RecordEntry,
    RecordReceipt,
    RecordReversal,
    RecordTransferIn,
    ReverseEntry,
    TransferMoney,
    counterpart_of,
    said,
)
from services.funds.domain.fund import FUND, IntegrateFund, PostToLedger
from services.funds.domain.grant import GRANT, SubmitGrant
from services.funds.domain.institution import (
    INSTITUTION,
    FormInstitution,
    JoinInstitution,
    PoolSavings,
    ReversePooling,
)
from services.funds.domain.project import PROJECT
from services.funds.domain.receipts import ReceiveGrant, ReverseGrantReceipt


def record_entry(command: RecordEntry, uow: UnitOfWork) -> None:
    """Journalise and post; a project it is spent on must be in the list."""
    uow.require(FUND, command.fund_id, field="fund_id")
    if command.project_id is not None:
        uow.require(PROJECT, command.project_id, field="project_id")
    _post(uow, uow.decide(ENTRY, command.entry_id, command))


def transfer_money(command: TransferMoney, uow: UnitOfWork) -> None:
    """Both halves of a transfer, or neither."""
    uow.require(FUND, command.fund_id, field="fund_id")
    uow.require(FUND, command.to_fund_id, field="to_fund_id")
    received = RecordTransferIn(
        entry_id=counterpart_of(command.entry_id),
        fund_id=command.to_fund_id,
        counterpart=command.entry_id,
        amount_satang=command.amount_satang,
        description=command.description,
        paid_into=command.paid_into,
        dated=command.dated,
    )
    _post(uow, uow.decide(ENTRY, command.entry_id, command))
    _post(uow, uow.decide(ENTRY, received.entry_id, received))


def reverse_entry(command: ReverseEntry, uow: UnitOfWork) -> None:
    """Take an entry back, and with it whatever it was one half of."""
    original = _take_back(uow, command)
    if original.counterpart is not None:
        other = ReverseEntry(
            entry_id=original.counterpart,
            reversal_id=counterpart_of(command.reversal_id),
            reason=command.reason,
            dated=command.dated,
        )
        _take_back(uow, other)
    if original.grant_id is not None:
        receipt = ReverseGrantReceipt(
            grant_id=original.grant_id,
            entry_id=command.entry_id,
            reversal_id=command.reversal_id,
            reason=command.reason,
        )
        uow.decide(GRANT, original.grant_id, receipt)
    if original.institution_id is not None:
        pooling = ReversePooling(
            institution_id=original.institution_id,
            entry_id=command.entry_id,
            reversal_id=command.reversal_id,
            reason=command.reason,
        )
        uow.decide(INSTITUTION, original.institution_id, pooling)


def submit_grant(command: SubmitGrant, uow: UnitOfWork) -> None:
    """A request goes out for projects that are in the list."""
    for project_id in uow.require(GRANT, command.grant_id, field="grant_id").project_ids:
        uow.require(PROJECT, project_id, field="project_ids")
    uow.decide(GRANT, command.grant_id, command)


def receive_grant(command: ReceiveGrant, uow: UnitOfWork) -> None:
    """A known amount enters the books as money from outside; an unknown one enters nothing."""
    if command.fund_id is not None:
        uow.require(FUND, command.fund_id, field="fund_id")
    for event in uow.decide(GRANT, command.grant_id, command):
        if isinstance(event, GrantReceived):
            title = uow.state(GRANT, command.grant_id).title
            _receive(uow, receipts.for_the_books(event, title, command.paid_into))


def form_institution(command: FormInstitution, uow: UnitOfWork) -> None:
    """Every fund exists, is open, and was never integrated before."""
    uow.decide(INSTITUTION, command.institution_id, command)
    for fund_id in command.fund_ids:
        uow.require(FUND, fund_id, field="fund_ids")
        integrated = IntegrateFund(
            fund_id=fund_id,
            institution_id=command.institution_id,
            as_lead=fund_id == command.lead_fund_id,
            integrated_on=command.formed_on,
        )
        uow.decide(FUND, fund_id, integrated)


def join_institution(command: JoinInstitution, uow: UnitOfWork) -> None:
    """One more fund, on the same conditions."""
    uow.require(INSTITUTION, command.institution_id, field="institution_id")
    uow.require(FUND, command.fund_id, field="fund_id")
    uow.decide(INSTITUTION, command.institution_id, command)
    integrated = IntegrateFund(
        fund_id=command.fund_id,
        institution_id=command.institution_id,
        as_lead=False,
        integrated_on=command.joined_on,
    )
    uow.decide(FUND, command.fund_id, integrated)


def pool_savings(command: PoolSavings, uow: UnitOfWork) -> None:
    """A known amount enters the books as owed to the savers; an unknown one enters nothing."""
    for event in uow.decide(INSTITUTION, command.institution_id, command):
        if isinstance(event, SavingsPooled):
            name = uow.state(INSTITUTION, command.institution_id).name
            _receive(uow, institution.for_the_books(event, name, command.paid_into))


def _receive(uow: UnitOfWork, receipt: RecordReceipt | None) -> None:
    """Journalise and post money that came in, if anybody knows how much."""
    if receipt is not None:
        _post(uow, uow.decide(ENTRY, receipt.entry_id, receipt))


def _take_back(uow: UnitOfWork, command: ReverseEntry) -> EntryRecorded:
    """Mark the entry reversed and post its mirror; returns what it had said."""
    uow.decide(ENTRY, command.entry_id, command)
    original = said(uow.state(ENTRY, command.entry_id), command.entry_id)
    mirror = RecordReversal(
        entry_id=command.reversal_id,
        reversed_entry=original,
        reason=command.reason,
        dated=command.dated,
    )
    _post(uow, uow.decide(ENTRY, command.reversal_id, mirror))
    return original


def _post(uow: UnitOfWork, events: Sequence[object]) -> None:
    """Post what was just journalised to the ledger of its fund."""
    for event in events:
        if isinstance(event, EntryRecorded):
            posting = PostToLedger(
                fund_id=event.fund_id,
                entry_id=event.entry_id,
                postings=event.postings,
                dated=event.dated,
            )
            uow.decide(FUND, event.fund_id, posting)


HANDLERS: Final[Mapping[type, Callable[..., object]]] = {
    RecordEntry: record_entry,
    TransferMoney: transfer_money,
    ReverseEntry: reverse_entry,
    SubmitGrant: submit_grant,
    ReceiveGrant: receive_grant,
    FormInstitution: form_institution,
    JoinInstitution: join_institution,
    PoolSavings: pool_savings,
}
