"""The catalogue is whole: names, sources and policies fit one another."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest

from bangduan.domain import derived_id
from bangduan.events import funds, learning, load_contract, meetings
from bangduan.events.indicators import INDICATORS, MILESTONES, Indicator
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Quantity
from services.reporting.policies import POLICIES
from services.reporting.projections import MEMBERS


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda i: i.slug)
def test_an_indicator_names_the_events_it_is_made_of(indicator: Indicator) -> None:
    registry = load_contract()
    definitions = [registry.of(cls) for cls in (*POLICIES.reactions, *MEMBERS.handlers)]
    reacted_to = {f"{definition.service}.{definition.name}" for definition in definitions}
    assert indicator.events
    assert set(indicator.events) <= reacted_to


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=lambda i: i.slug)
def test_an_indicator_listens_to_one_service(indicator: Indicator) -> None:
    assert len({event.split(".")[0] for event in indicator.events}) == 1


def test_everything_has_a_thai_and_an_english_name() -> None:
    names = [(i.thai, i.english) for i in INDICATORS.values()]
    names += [(m.thai, m.english) for m in MILESTONES.values()]
    for thai, english in names:
        assert re.search("[ก-๙]", thai)
        assert re.fullmatch(r"[A-Z][ -~]+", english)


def test_no_event_of_the_service_can_name_a_person() -> None:
    """Personal data would stand in fields like these; the sealed workings tell of no person."""
    registry = load_contract()
    suspicious = re.compile("person|name|phone|national|address|holder|owner|elected|member")
    for definition in registry:
        if definition.service == "reporting":
            fields = {field.name for field in dataclasses.fields(definition.cls)}
            assert not {name for name in fields if suspicious.search(name)}, definition.type
            assert set(definition.personal.values()) <= {"report_id"}


def test_no_free_text_of_another_service_travels_but_the_name_of_a_body() -> None:
    """Everything else is a number, a day, an id, a name from a list, a place in a log or a hash.

    The reason of a review is the province's own, told back to it.
    """
    texts = {
        (definition.name, field.name)
        for definition in load_contract()
        if definition.service == "reporting"
        for field in dataclasses.fields(definition.cls)
        if re.search(r"\b(Line|Prose)\b", str(field.type))
    }
    assert texts == {
        ("ContributionWithdrawn", "source"),
        ("HeadcountReported", "workings"),
        ("HeadsDigested", "digest"),
        ("HeadsDigested", "sequence"),
        ("MilestoneReached", "body"),
        ("ReviewReceived", "reason"),
        ("SiteDigested", "root"),
    }


def test_only_names_of_bodies_stand_in_milestones(site: Any) -> None:
    """Titles and texts that people wrote stay in the site, also when they name somebody."""
    written = Line("นางสมหญิง ใจดี (สมมติ)")
    site.hear(
        meetings.MeetingClosed(
            meeting_id=id_of("meeting"),
            kind="assembly",
            title=written,
            body_id=id_of("body"),
            present=Quantity(value=Count(9)),
            resolutions_passed=Count(0),
        ),
        meetings.PlanDrafted(plan_id=id_of("plan"), title=written),
        funds.GrantCompleted(
            grant_id=id_of("grant"), title=written, projects_completed=PositiveCount(1)
        ),
        funds.FundIntegrated(
            fund_id=id_of("fund"), institution_id=id_of("institution"), as_lead=False
        ),
        learning.KnowledgePublished(
            knowledge_id=id_of("knowledge"), edition=PositiveCount(1), title=written
        ),
        learning.StudyVisitHosted(visit_id=id_of("visit"), topic=written),
    )
    told = [row.payload for page in site.application.log.pages() for row in page]
    assert any("fund-integrated" in payload for payload in told)
    assert not any("สมหญิง" in payload for payload in told)


def id_of(name: str) -> EntityId:
    return EntityId(derived_id("catalogue", name))
