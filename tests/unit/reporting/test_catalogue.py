"""The catalogue is whole: names, sources and policies fit one another."""

from __future__ import annotations

import dataclasses
import re

import pytest

from bangduan.events import load_contract
from bangduan.events.indicators import INDICATORS, MILESTONES, Indicator
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
