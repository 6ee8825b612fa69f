"""Pages of the funds service."""

from __future__ import annotations

from typing import Final

from bangduan.web.pages import Pages
from services.funds.domain.kinds import RULE_TOPICS, THEMES
from services.funds.pages import asking, books

#: Kinds of organisation that hold a fund, as membership knows them at first.
_KINDS: Final = (
    "savings-group",
    "funeral-aid-association",
    "welfare-fund",
    "village-fund",
    "poverty-alleviation-fund",
    "producer-group",
    "womens-group",
    "community-finance-institution",
    "other-inside",
)

PAGES: Final = Pages(
    "funds",
    place=30,
    known={"theme": THEMES, "topic": RULE_TOPICS, "kind": _KINDS},
    rows={"RecordEntry.postings": 2},
)

for each in (
    books.FUNDS,
    books.ENTRIES,
    books.ACCOUNTS,
    asking.PROJECTS,
    asking.GRANTS,
    asking.RECEIPTS,
    books.INSTITUTIONS,
    books.BALANCES,
    asking.STAGES,
):
    PAGES.add(each)
