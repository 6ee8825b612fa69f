"""สถาบันการจัดการเงินทุนชุมชน: funds integrated around a lead fund, and savings pooled in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bangduan.domain import Aggregate, NotFound, Rule, command, derived_id
from bangduan.events.funds import (
    InstitutionFormed,
    InstitutionJoined,
    PoolingReversed,
    SavingsPooled,
)
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Quantity, Satang
from services.funds.domain.chart import MEMBER_SAVINGS
from services.funds.domain.entry import RecordReceipt, Till
from services.funds.permissions import KEEP_BOOKS

ALREADY_FORMED = Rule(
    "institution-already-formed",
    en="This institution is formed already. Let further funds join it.",
    th="สถาบันนี้จัดตั้งแล้ว หากมีกองทุนเพิ่มให้บันทึกการเข้าร่วม",
    field="institution_id",
)
FUNDS_DIFFER = Rule(
    "institution-fund-repeated",
    en="A fund is integrated once; each may stand in the list once.",
    th="กองทุนหนึ่งบูรณาการได้ครั้งเดียว โปรดระบุแต่ละกองทุนเพียงครั้งเดียว",
    field="fund_ids",
)
INTEGRATES_SEVERAL = Rule(
    "institution-of-one-fund",
    en="Integration brings at least two funds together.",
    th="การบูรณาการต้องมีอย่างน้อยสองกองทุน",
    field="fund_ids",
)
LEAD_IS_AMONG_THE_FUNDS = Rule(
    "lead-not-among-funds",
    en="The lead fund is one of those that integrate. Add it to fund_ids.",
    th="กองทุนแกนนำต้องเป็นหนึ่งในกองทุนที่บูรณาการ",
    field="lead_fund_id",
)
JOINS_ONCE = Rule(
    "fund-already-in-institution",
    en="The fund is part of this institution already.",
    th="กองทุนนี้อยู่ในสถาบันแล้ว",
    field="fund_id",
)
POOLED_IN_A_FUND_OF_ITS_OWN = Rule(
    "savings-pooled-elsewhere",
    en="Savings are pooled in a fund of the institution. Choose one of its funds.",
    th="เงินออมต้องรวมไว้ในกองทุนของสถาบัน โปรดเลือกกองทุนของสถาบัน",
    field="fund_id",
)
SOMEBODY_SAVES = Rule(
    "nobody-pooled",
    en="Savings are pooled by at least one saver.",
    th="ต้องมีผู้นำเงินมารวมอย่างน้อยหนึ่งคน",
    field="savers",
)
NOTHING_IS_NO_SAVING = Rule(
    "nothing-pooled",
    en="An amount is more than zero. Leave it out when it is not known.",
    th="จำนวนเงินต้องมากกว่าศูนย์ หากไม่ทราบให้เว้นว่าง",
    field="amount_satang",
)
POOLING_IS_IN_THE_BOOKS = Rule(
    "pooling-not-in-books",
    en="The institution has no pooled savings with entry {entry_id}.",
    th="สถาบันไม่มีการรวมเงินออมตามรายการ {entry_id}",
    field="entry_id",
)


@command(KEEP_BOOKS)
class FormInstitution:
    """ยกระดับเป็นสถาบัน."""

    institution_id: EntityId
    name: Line
    lead_fund_id: EntityId
    fund_ids: tuple[EntityId, ...]
    organisation_id: EntityId | None = None
    resolution_id: EntityId | None = None
    formed_on: date | None = None


@command(KEEP_BOOKS)
class JoinInstitution:
    """กองทุนเข้าร่วมสถาบัน."""

    institution_id: EntityId
    fund_id: EntityId
    joined_on: date | None = None


@command(KEEP_BOOKS)
class PoolSavings:
    """รวมเงินออม. The money enters ``fund_id``, or the lead fund when that is left out."""

    institution_id: EntityId
    savers: Quantity
    amount_satang: Satang | None = None
    pooled_on: date | None = None
    fund_id: EntityId | None = None
    paid_into: Till = "cash"


@command
class ReversePooling:
    """กลับรายการรวมเงินออม: follows from reversing the entry, never sent by itself."""

    institution_id: EntityId
    entry_id: EntityId
    reversal_id: EntityId
    reason: Line


@dataclass(frozen=True, slots=True)
class Pooling:
    """Pooled savings that are in the books."""

    pooling: PositiveCount
    amount_satang: Satang


@dataclass(frozen=True, slots=True)
class Institution:
    """State of an institution; ``in_books`` is entry id → pooled savings of a known amount."""

    formed: bool = False
    name: str = ""
    lead_fund_id: str = ""
    fund_ids: frozenset[str] = frozenset()
    poolings: int = 0
    in_books: dict[str, Pooling] = field(default_factory=dict)


InstitutionCommand = FormInstitution | JoinInstitution | PoolSavings | ReversePooling


def decide(state: Institution, command: InstitutionCommand) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, FormInstitution):
        ALREADY_FORMED.require(not state.formed)
        return [_formed(command)]
    if not state.formed:
        raise NotFound("institution", command.institution_id, field="institution_id")
    match command:
        case JoinInstitution():
            JOINS_ONCE.require(command.fund_id not in state.fund_ids)
            return [
                InstitutionJoined(
                    institution_id=command.institution_id,
                    fund_id=command.fund_id,
                    joined_on=command.joined_on,
                )
            ]
        case PoolSavings():
            return [_pooled(state, command)]
        case ReversePooling():
            return [_pooling_reversed(state, command)]


def _formed(command: FormInstitution) -> InstitutionFormed:
    INTEGRATES_SEVERAL.require(len(set(command.fund_ids)) > 1)
    FUNDS_DIFFER.require(len(set(command.fund_ids)) == len(command.fund_ids))
    LEAD_IS_AMONG_THE_FUNDS.require(command.lead_fund_id in command.fund_ids)
    return InstitutionFormed(
        institution_id=command.institution_id,
        name=command.name,
        lead_fund_id=command.lead_fund_id,
        fund_ids=command.fund_ids,
        organisation_id=command.organisation_id,
        resolution_id=command.resolution_id,
        formed_on=command.formed_on,
    )


def _pooled(state: Institution, command: PoolSavings) -> SavingsPooled:
    fund_id = command.fund_id or EntityId(state.lead_fund_id)
    POOLED_IN_A_FUND_OF_ITS_OWN.require(fund_id in state.fund_ids)
    SOMEBODY_SAVES.require(command.savers.value > Count(0))
    NOTHING_IS_NO_SAVING.require(command.amount_satang != 0)
    pooling = PositiveCount(state.poolings + 1)
    known = command.amount_satang is not None
    return SavingsPooled(
        institution_id=command.institution_id,
        pooling=pooling,
        savers=command.savers,
        amount_satang=command.amount_satang,
        pooled_on=command.pooled_on,
        fund_id=fund_id,
        entry_id=_entry_id(command.institution_id, pooling) if known else None,
    )


def for_the_books(event: SavingsPooled, name: str, paid_into: Till) -> RecordReceipt | None:
    """The entry that pooled savings make, or None when their amount is unknown."""
    if event.entry_id is None or event.fund_id is None or event.amount_satang is None:
        return None
    return RecordReceipt(
        entry_id=event.entry_id,
        fund_id=event.fund_id,
        description=Line(name),
        amount_satang=event.amount_satang,
        credited_to=MEMBER_SAVINGS,
        paid_into=paid_into,
        dated=event.pooled_on,
        institution_id=event.institution_id,
    )


def _entry_id(institution_id: str, pooling: int) -> EntityId:
    return EntityId(derived_id(institution_id, "pooling", str(pooling)))


def _pooling_reversed(state: Institution, command: ReversePooling) -> PoolingReversed:
    pooling = state.in_books.get(command.entry_id)
    if pooling is None:
        raise POOLING_IS_IN_THE_BOOKS.broken(entry_id=command.entry_id)
    return PoolingReversed(
        institution_id=command.institution_id,
        pooling=pooling.pooling,
        amount_satang=pooling.amount_satang,
        entry_id=command.entry_id,
        reversal_id=command.reversal_id,
        reason=command.reason,
    )


def evolve(state: Institution, event: object) -> Institution:
    """The institution after ``event``."""
    match event:
        case InstitutionFormed():
            return replace(
                state,
                formed=True,
                name=event.name,
                lead_fund_id=event.lead_fund_id,
                fund_ids=frozenset(event.fund_ids),
            )
        case InstitutionJoined():
            return replace(state, fund_ids=state.fund_ids | {event.fund_id})
        case SavingsPooled():
            in_books = dict(state.in_books)
            if event.entry_id is not None and event.amount_satang is not None:
                in_books[event.entry_id] = Pooling(event.pooling, event.amount_satang)
            return replace(state, poolings=event.pooling, in_books=in_books)
        case PoolingReversed():
            kept = {id: known for id, known in state.in_books.items() if id != event.entry_id}
            return replace(state, in_books=kept)
        case _:
            return state


INSTITUTION = Aggregate(
    "institution",
    key="institution_id",
    initial=Institution(),
    decide=decide,
    evolve=evolve,
    commands=(FormInstitution, JoinInstitution, PoolSavings, ReversePooling),
)
