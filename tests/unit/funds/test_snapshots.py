"""What the aggregates know survives a snapshot."""

from datetime import date
from pathlib import Path

import pytest

from bangduan.application import Application
from bangduan.events.funds import FundRule
from bangduan.events.types import Count, Line, PositiveCount, Quantity, Satang, Slug
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.store import snapshots
from services.funds.domain.chart import STANDARD_CHART
from services.funds.domain.fund import AdoptRuleSet, Fund
from services.funds.domain.grant import Grant
from services.funds.domain.institution import Institution, Pooling
from services.funds.domain.project import Project
from services.funds.domain.receipts import Receipt, Receipts
from services.funds.service import service
from tests.unit.funds.books import balances, enter, open_fund

STATES = (
    Fund(
        opened=True,
        accounts={account.account: account for account in STANDARD_CHART},
        balances={"cash": 5, "grants": -5},
        posted=1,
        rule_sets={"loans": date(2008, 8, 8)},
        institution_id="institution",
        leads=True,
    ),
    Grant(
        stage="received",
        title="คำขอ",
        requested_satang=Satang(27_000_000),
        project_ids=("one", "two"),
        receipts=Receipts(1, 1, {"entry": Receipt(PositiveCount(1), Satang(5))}),
    ),
    Institution(
        formed=True,
        fund_ids=frozenset({"one", "two"}),
        poolings=1,
        in_books={"entry": Pooling(PositiveCount(1), Satang(5))},
    ),
    Project(
        stage="planned",
        ends_on=date(2008, 8, 8),
        beneficiaries=Quantity(value=Count(800), bound="at_least"),
        money_from="own",
    ),
)


@pytest.mark.parametrize("state", STATES, ids=lambda state: type(state).__name__)
def test_a_state_is_the_same_after_a_snapshot(state: object) -> None:
    kept = snapshots._converter.dumps(state)
    assert snapshots._converter.loads(kept, type(state)) == state


def test_a_fund_goes_on_after_a_snapshot_as_before(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    first = Application(service, settings)
    prepare(first)
    fund_id = open_fund(first)
    rule = FundRule(code=Slug("purpose"), text=Line("กู้เพื่อประกอบอาชีพ"))
    adopt = AdoptRuleSet(
        fund_id=fund_id, topic=Slug("loans"), effective_from=date(2008, 8, 8), rules=(rule,)
    )
    first.execute(adopt)
    for _ in range(100):
        enter(first, fund_id, "cash", "contributions", 1)
    assert first.database.rows("SELECT version FROM snapshots")
    first.close()
    second = Application(service, settings)
    enter(second, fund_id, "bank", "cash", 100)
    assert balances(second, fund_id) == {"bank": 100, "contributions": -100}
    second.close()
