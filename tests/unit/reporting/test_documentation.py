"""The page of all indicators is what the catalogue says today."""

import re
from pathlib import Path

from bangduan.events.indicators import INDICATORS, MILESTONES, PLANNED, RATIOS
from bangduan.indicator_docs import indicators_page

PAGE = Path(__file__).parents[3] / "docs" / "indicators.md"


def test_the_page_of_all_indicators_is_current() -> None:
    assert PAGE.read_text() == indicators_page(), (
        "it is old; write it anew: python -m bangduan.indicator_docs > docs/indicators.md"
    )


def test_everything_that_is_told_stands_on_it_once() -> None:
    anchors = re.findall(r'<a id="([^"]+)">', PAGE.read_text())
    assert anchors == [*INDICATORS, *RATIOS]


def test_what_waits_for_events_and_every_milestone_stands_on_it() -> None:
    page = PAGE.read_text()
    for slug in (*PLANNED, *MILESTONES):
        assert f"`{slug}`" in page
