"""เงินของกองทุน: what is saved, lent, paid back and paid out, month by month, in double entry.

Nothing is paid that is not there: what an account holds is known here, so an entry that the
books would refuse is never asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bangduan.domain import derived_id
from bangduan.simulation.world import Posted

if TYPE_CHECKING:
    from datetime import date

    from bangduan.simulation.chance import Chance
    from bangduan.simulation.world import Fund, Move, World

_BAHT: Final = 100
#: Accounts of the standard chart that tell where money is from.
_SOURCES: Final = {
    "member-savings": "own",
    "member-advances": "own",
    "contributions": "own",
    "earnings": "own",
    "loans-from-outside": "outside",
    "grants": "outside",
}
_ASSETS: Final = frozenset({"cash", "bank", "loans-to-members"})
_LIABILITIES: Final = frozenset({"member-savings", "member-advances", "loans-from-outside"})
#: Entries that may still turn out to be wrong.
_REMEMBERED: Final = 12
#: In which month of its life a site that corrects its past does so.
_CORRECTS_IN: Final = 8
_CORRECTED: Final = 3
#: A pledge of a month: so many baht a member, least, usual and most.
_PLEDGE: Final = (60.0, 120.0, 320.0)


def go_on(world: World) -> None:
    """A month of every fund's books."""
    for organisation in world.organisations:
        fund = organisation.fund
        if fund is None or fund.kind == "community-finance-institution":
            continue
        chance = world.chance("money", fund.id)
        if not fund.entries:
            _bring_forward(world, fund, chance)
            _adopt_rules(world, fund, chance)
        if chance.yes(0.55 + 0.45 * world.character.vigour):
            members = max(5, len(organisation.members))
            _ACTIVITY[fund.kind](world, fund, members, chance)
    _transfer(world)
    _find_mistakes(world)


def post(world: World, fund: Fund, day: date, description: str, *moves: Move) -> Posted | None:
    """Record an entry, unless it moves nothing or would take what is not there."""
    if any(amount <= 0 for _, _, amount in moves) or not _covered(fund, moves):
        return None
    fund.entries += 1
    id = world.id(fund.id, "entry", fund.entries)
    world.ask(
        "/funds/entries", entry_id=id, fund_id=fund.id, dated=day, description=description,
        postings=[{"account": a, "side": side, "amount_satang": n} for a, side, n in moves],
    )  # fmt: skip
    move(world, fund, moves)
    posted = Posted(id, fund, moves, description)
    world.posted.append(posted)
    del world.posted[:-_REMEMBERED]
    return posted


def move(world: World, fund: Fund, moves: tuple[Move, ...]) -> None:
    """What the books hold after these postings, and what the province is to hear of it."""
    for account, side, amount in moves:
        debit = amount if side == "debit" else -amount
        if account in _ASSETS:
            fund.held[account] = fund.held.get(account, 0) + debit
        elif account in _LIABILITIES:
            fund.held[account] = fund.held.get(account, 0) - debit
        if account == "member-savings":
            world.tally.add("savings", fund.kind, -debit)
        if account in _SOURCES:
            world.tally.add("money-sources", _SOURCES[account], -debit)


def _covered(fund: Fund, moves: tuple[Move, ...]) -> bool:
    held = dict(fund.held)
    for account, side, amount in moves:
        debit = amount if side == "debit" else -amount
        if account in _ASSETS:
            held[account] = held.get(account, 0) + debit
        elif account in _LIABILITIES:
            held[account] = held.get(account, 0) - debit
    return all(amount >= 0 for amount in held.values())


# -- a month of one fund -----------------------------------------------------------------------


def _bring_forward(world: World, fund: Fund, chance: Chance) -> None:
    """What the books on paper had, on the day they are opened here."""
    day = world.month.day(2)
    if fund.kind in {"village-fund", "poverty-alleviation-fund"}:
        capital = (1_000_000 if fund.kind == "village-fund" else 280_000) * _BAHT
        source = "loans-from-outside" if fund.kind == "village-fund" else "brought-forward"
        post(world, fund, day, "เงินทุนเดิม", ("bank", "debit", capital), (source, "credit", capital))
        lent = round(capital * chance.around(0.3, 0.6, 0.85)) // _BAHT * _BAHT
        post(
            world, fund, day, "ลูกหนี้ยกมา", ("loans-to-members", "debit", lent),
            ("bank", "credit", lent),
        )  # fmt: skip
    else:
        sum_ = chance.between(8, 220) * 1_000 * _BAHT
        post(
            world,
            fund,
            day,
            "ยอดยกมา",
            ("cash", "debit", sum_),
            ("brought-forward", "credit", sum_),
        )


def _adopt_rules(world: World, fund: Fund, chance: Chance) -> None:
    pledge = chance.between(3, 12) * 10 * _BAHT
    rules = [
        {"code": "pledge", "text": "เงินสัจจะขั้นต่ำต่อเดือน", "figure": pledge, "unit": "satang"},
        {"code": "term", "text": "ระยะเวลาชำระคืน", "figure": 12, "unit": "months"},
    ]
    world.ask(
        f"/funds/funds/{fund.id}/rule-sets", topic="savings", effective_from=world.month.first,
        rules=rules,
    )  # fmt: skip


def _save(world: World, fund: Fund, members: int, chance: Chance) -> None:
    """Pledges come in on the day of saving; loans go out and come back with interest."""
    pledged = round(members * chance.around(*_PLEDGE) * world.busy)
    post(
        world, fund, world.month.day(5), "รับเงินสัจจะสะสม", ("cash", "debit", pledged * _BAHT),
        ("member-savings", "credit", pledged * _BAHT),
    )  # fmt: skip
    if chance.yes(0.25):
        taken = round(pledged * chance.around(0.05, 0.2, 0.6)) * _BAHT
        post(
            world, fund, world.month.day(18), "สมาชิกถอนเงินออม",
            ("member-savings", "debit", taken), ("cash", "credit", taken),
        )  # fmt: skip
    _lend(world, fund, "cash", chance)


def _lend(world: World, fund: Fund, till: str, chance: Chance) -> None:
    """Loans before the rice is sown, repayments after it is sold."""
    season = world.month.first.month
    if chance.yes(0.7 if season in {4, 5, 6} else 0.25):
        lent = round(fund.held.get(till, 0) * chance.around(0.1, 0.3, 0.6)) // _BAHT * _BAHT
        post(
            world, fund, world.month.day(10), "จ่ายเงินกู้สมาชิก",
            ("loans-to-members", "debit", lent), (till, "credit", lent),
        )  # fmt: skip
    if chance.yes(0.8 if season in {12, 1, 2} else 0.4):
        owed = fund.held.get("loans-to-members", 0)
        repaid = round(owed * chance.around(0.02, 0.1, 0.35)) // _BAHT * _BAHT
        interest = round(repaid * chance.around(0.01, 0.05, 0.09))
        post(
            world, fund, world.month.day(22), "รับชำระเงินกู้พร้อมดอกเบี้ย",
            (till, "debit", repaid + interest), ("loans-to-members", "credit", repaid),
            ("earnings", "credit", interest),
        )  # fmt: skip


def _turn_over(world: World, fund: Fund, members: int, chance: Chance) -> None:
    _lend(world, fund, "bank", chance)
    if chance.yes(0.3):
        cost = chance.between(2, 12) * 100 * _BAHT
        post(
            world, fund, world.month.day(26), "ค่าใช้จ่ายดำเนินงาน",
            ("running-costs", "debit", cost), ("bank", "credit", cost),
        )  # fmt: skip


def _look_after(world: World, fund: Fund, members: int, chance: Chance) -> None:
    """A baht a day of each member; a birth, a stay in hospital, a death paid for."""
    paid_in = round(members * 30 * chance.around(0.5, 0.85, 1.0)) * _BAHT
    post(
        world, fund, world.month.day(8), "รับเงินสมทบสวัสดิการ", ("cash", "debit", paid_in),
        ("contributions", "credit", paid_in),
    )  # fmt: skip
    for _ in range(2):
        if chance.yes(0.35):
            benefit = chance.one((400, 600, 1_000, 3_000)) * _BAHT
            post(
                world, fund, world.month.day(20), "จ่ายสวัสดิการสมาชิก",
                ("benefits", "debit", benefit), ("cash", "credit", benefit),
            )  # fmt: skip


def _bury(world: World, fund: Fund, members: int, chance: Chance) -> None:
    """Advances are owed back until a funeral uses them."""
    if chance.yes(0.5):
        advance = members * chance.between(1, 4) * 20 * _BAHT
        post(
            world, fund, world.month.day(6), "รับเงินสงเคราะห์ล่วงหน้า", ("cash", "debit", advance),
            ("member-advances", "credit", advance),
        )  # fmt: skip
    if chance.yes(0.3):
        used = fund.held.get("member-advances", 0) // 2 // _BAHT * _BAHT
        post(
            world, fund, world.month.day(21), "จ่ายเงินสงเคราะห์ศพ",
            ("member-advances", "debit", used), ("cash", "credit", used),
        )  # fmt: skip


_ACTIVITY: Final = {
    "savings-group": _save,
    "village-fund": _turn_over,
    "poverty-alleviation-fund": _turn_over,
    "welfare-fund": _look_after,
    "funeral-aid-association": _bury,
}


# -- between funds, and what was wrong ---------------------------------------------------------


def _transfer(world: World) -> None:
    """Now and then the savings group helps the welfare fund."""
    chance = world.chance("transfer")
    giver, taker = world.of_kind("savings-group"), world.of_kind("welfare-fund")
    if giver is None or taker is None or giver.fund is None or taker.fund is None:
        return
    sum_ = giver.fund.held.get("cash", 0) // 20 // _BAHT * _BAHT
    if sum_ > 0 and chance.yes(0.08):
        world.ask(
            f"/funds/funds/{giver.fund.id}/transfers", to_fund_id=taker.fund.id,
            entry_id=world.id("transfer", world.month), amount_satang=sum_,
            dated=world.month.day(27), description="สมทบกองทุนสวัสดิการ",
        )  # fmt: skip
        giver.fund.held["cash"] -= sum_
        taker.fund.held["cash"] = taker.fund.held.get("cash", 0) + sum_


def _find_mistakes(world: World) -> None:
    """An entry was wrong: it is reversed, and recorded as it should have been."""
    chance = world.chance("mistakes")
    wrong = 1 if chance.yes(0.03) else 0
    if world.character.arc == "corrects-the-past" and world.lived == _CORRECTS_IN:
        wrong = _CORRECTED
    for posted in chance.some(world.posted, wrong):
        back: tuple[Move, ...] = tuple(
            (account, "credit" if side == "debit" else "debit", amount)
            for account, side, amount in posted.moves
        )
        if not _covered(posted.fund, back):
            continue
        world.posted.remove(posted)
        day = world.month.day(28)
        world.ask(
            f"/funds/entries/{posted.id}/reversal", reversal_id=derived_id(posted.id, "reversal"),
            reason="บันทึกจำนวนเงินผิด", dated=day,
        )  # fmt: skip
        move(world, posted.fund, back)
        right = tuple(
            (account, side, amount - amount // 10) for account, side, amount in posted.moves
        )
        if sum(n if s == "debit" else -n for _, s, n in right) == 0:
            post(world, posted.fund, day, f"{posted.description} (แก้ไข)", *right)
