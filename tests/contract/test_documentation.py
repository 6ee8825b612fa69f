"""The page of all events is what the code says today."""

import re
from pathlib import Path

from bangduan.contract_docs import contract, events_page

PAGE = Path(__file__).parents[2] / "docs" / "events.md"


def test_the_page_of_all_events_is_current() -> None:
    assert PAGE.read_text() == events_page(), (
        "it is old; write it anew: python -m bangduan.contract_docs > docs/events.md"
    )


def test_every_event_and_every_field_stands_on_it() -> None:
    page = PAGE.read_text()
    for definition in contract():
        assert f"`{definition.type}`" in page
    assert page.count("personal, of `") == sum(len(d.personal) for d in contract())


def test_every_link_on_it_leads_somewhere() -> None:
    page = PAGE.read_text()
    anchors = re.findall(r'<a id="([^"]+)">', page)

    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= set(anchors)
