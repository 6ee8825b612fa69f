"""A supplementary livelihood: begun, funded, counted, taught, ended."""

from typing import get_args

import pytest

from bangduan.domain import derived_id
from bangduan.events.learning import (
    LivelihoodEnded,
    LivelihoodFunded,
    LivelihoodMoney,
    LivelihoodPurpose,
    LivelihoodStarted,
    LivelihoodTaught,
    PractitionersCounted,
)
from bangduan.events.types import Count, EntityId, Line, Quantity, Slug
from bangduan.testing.scenario import given
from services.learning.domain.kinds import LIVELIHOOD_MONEY, LIVELIHOODS, PURPOSES
from services.learning.domain.livelihood import (
    ALREADY_STARTED,
    LIVELIHOOD,
    MONEY_CHANGES,
    SOMEBODY_PRACTISES,
    STILL_PRACTISED,
    TAUGHT_ONCE,
    CountPractitioners,
    EndLivelihood,
    RecordLivelihoodMoney,
    StartLivelihood,
    TeachLivelihood,
)


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


ID, PLACE, OTHER_PLACE = entity("livelihood"), entity("place"), entity("other place")
KIND, NAME = Slug("soilless-vegetables"), Line("ปลูกผักไร้สารไร้ดิน")
NOBODY, SOME = Quantity(value=Count(0)), Quantity(value=Count(7), bound="about")
STARTED = LivelihoodStarted(livelihood_id=ID, kind=KIND, name=NAME)
FUND = RecordLivelihoodMoney(livelihood_id=ID, source_of_money="power-plant-fund")
FUNDED = LivelihoodFunded(livelihood_id=ID, source_of_money="power-plant-fund")
COUNT = CountPractitioners(livelihood_id=ID, practitioners=SOME)
TEACH = TeachLivelihood(livelihood_id=ID, place_id=PLACE)
TAUGHT = LivelihoodTaught(livelihood_id=ID, place_id=PLACE)
END = EndLivelihood(livelihood_id=ID, reason=Line("ตลาดไม่รับซื้อ"))
ENDED = LivelihoodEnded(livelihood_id=ID, reason=Line("ตลาดไม่รับซื้อ"))


def test_a_livelihood_begins_with_nothing_known_but_what_it_is() -> None:
    start = StartLivelihood(livelihood_id=ID, kind=KIND, name=NAME)
    given(LIVELIHOOD).when(start).then(STARTED)


def test_a_livelihood_begins_with_all_that_is_known() -> None:
    start = StartLivelihood(
        livelihood_id=ID,
        kind=KIND,
        name=NAME,
        source_of_money="own",
        practitioners=SOME,
        purpose="own-use-first",
        taught_at_place_id=PLACE,
    )
    given(LIVELIHOOD).when(start).then(
        LivelihoodStarted(
            livelihood_id=ID,
            kind=KIND,
            name=NAME,
            source_of_money="own",
            practitioners=SOME,
            purpose="own-use-first",
            taught_at_place_id=PLACE,
        )
    )


def test_a_livelihood_begins_once() -> None:
    again = StartLivelihood(livelihood_id=ID, kind=KIND, name=NAME)
    given(LIVELIHOOD, STARTED).when(again).refuses(ALREADY_STARTED)


def test_a_livelihood_of_nobody_is_refused() -> None:
    start = StartLivelihood(livelihood_id=ID, kind=KIND, name=NAME, practitioners=NOBODY)
    given(LIVELIHOOD).when(start).refuses(SOMEBODY_PRACTISES)
    count = CountPractitioners(livelihood_id=ID, practitioners=NOBODY)
    given(LIVELIHOOD, STARTED).when(count).refuses(SOMEBODY_PRACTISES)


def test_where_the_money_came_from_becomes_known() -> None:
    given(LIVELIHOOD, STARTED).when(FUND).then(FUNDED)


def test_money_from_the_same_source_is_no_change() -> None:
    given(LIVELIHOOD, STARTED, FUNDED).when(FUND).refuses(MONEY_CHANGES)


def test_those_who_practise_are_counted_again() -> None:
    given(LIVELIHOOD, STARTED).when(COUNT).then(
        PractitionersCounted(livelihood_id=ID, practitioners=SOME)
    )


def test_a_livelihood_is_taught_at_each_place_once() -> None:
    given(LIVELIHOOD, STARTED).when(TEACH).then(TAUGHT)
    given(LIVELIHOOD, STARTED, TAUGHT).when(TEACH).refuses(TAUGHT_ONCE)
    elsewhere = TeachLivelihood(livelihood_id=ID, place_id=OTHER_PLACE)
    assert given(LIVELIHOOD, STARTED, TAUGHT).when(elsewhere).refusal is None


def test_a_livelihood_that_began_at_a_place_is_taught_there_already() -> None:
    started = LivelihoodStarted(livelihood_id=ID, kind=KIND, name=NAME, taught_at_place_id=PLACE)
    given(LIVELIHOOD, started).when(TEACH).refuses(TAUGHT_ONCE)


def test_a_livelihood_ends() -> None:
    given(LIVELIHOOD, STARTED).when(END).then(ENDED)


@pytest.mark.parametrize("anything", [FUND, COUNT, TEACH, END])
def test_a_livelihood_that_ended_does_not_go_on(anything: object) -> None:
    given(LIVELIHOOD, STARTED, ENDED).when(anything).refuses(STILL_PRACTISED)


@pytest.mark.parametrize("anything", [FUND, COUNT, TEACH, END])
def test_a_livelihood_that_never_began_is_not_found(anything: object) -> None:
    given(LIVELIHOOD).when(anything).finds_nothing()


def test_every_livelihood_of_the_article_has_a_name() -> None:
    assert set(LIVELIHOODS) == {
        "fish",
        "frogs",
        "drinking-water-vending",
        "artificial-flowers",
        "funeral-flowers",
        "cloth-wreaths",
        "kitchenware-wreaths",
        "soilless-vegetables",
        "mushrooms",
    }


def test_every_source_of_money_and_every_purpose_has_a_name() -> None:
    assert set(LIVELIHOOD_MONEY) == set(get_args(LivelihoodMoney))
    assert set(PURPOSES) == set(get_args(LivelihoodPurpose))
