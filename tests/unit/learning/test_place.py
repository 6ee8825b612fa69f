"""A learning place, and the database that shows it to the community."""

import pytest

from bangduan.domain import derived_id
from bangduan.events.learning import (
    PlaceClosed,
    PlaceListed,
    PlaceOpened,
    PlaceTopicsChanged,
    PlaceUnlisted,
)
from bangduan.events.types import EntityId, Line, VillageCode
from bangduan.testing.scenario import given
from services.learning.domain.place import (
    ALREADY_OPENED,
    LISTED_ONCE,
    ONLY_WHAT_IS_LISTED_IS_UNLISTED,
    PLACE,
    PLACE_IS_OPEN,
    TEACHES_SOMETHING,
    TOPICS_CHANGE,
    ChangePlaceTopics,
    ClosePlace,
    ListPlace,
    OpenPlace,
    UnlistPlace,
)


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


ID, HOST = entity("place"), entity("agricultural-innovation group")
NAME, VILLAGE, WHY = Line("แปลงผักไร้ดิน"), VillageCode("11011303"), Line("ย้ายที่")
VEGETABLES, MUSHROOMS = Line("ปลูกผักไร้สารไร้ดิน"), Line("เพาะเห็ดไร้สาร")


def opening(*topics: Line) -> OpenPlace:
    return OpenPlace(
        place_id=ID, name=NAME, topics=topics, host_organisation_id=HOST, village=VILLAGE
    )


OPENED = PlaceOpened(
    place_id=ID,
    name=NAME,
    topics=(VEGETABLES,),
    host_organisation_id=HOST,
    village=VILLAGE,
)
LIST, LISTED = ListPlace(place_id=ID), PlaceListed(place_id=ID)
UNLIST, UNLISTED = UnlistPlace(place_id=ID, reason=WHY), PlaceUnlisted(place_id=ID, reason=WHY)
CLOSE, CLOSED = ClosePlace(place_id=ID, reason=WHY), PlaceClosed(place_id=ID, reason=WHY)


def teach(*topics: Line) -> ChangePlaceTopics:
    return ChangePlaceTopics(place_id=ID, topics=topics)


def test_a_place_is_opened_by_its_host() -> None:
    given(PLACE).when(opening(VEGETABLES)).then(OPENED)


def test_a_place_is_opened_once() -> None:
    given(PLACE, OPENED).when(opening(VEGETABLES)).refuses(ALREADY_OPENED)


@pytest.mark.parametrize("topics", [(), (VEGETABLES, VEGETABLES)])
def test_a_place_teaches_at_least_one_topic_and_each_once(topics: tuple[Line, ...]) -> None:
    given(PLACE).when(opening(*topics)).refuses(TEACHES_SOMETHING)
    given(PLACE, OPENED).when(teach(*topics)).refuses(TEACHES_SOMETHING)


def test_a_place_teaches_more_from_now_on() -> None:
    both = PlaceTopicsChanged(place_id=ID, topics=(VEGETABLES, MUSHROOMS))
    given(PLACE, OPENED).when(teach(VEGETABLES, MUSHROOMS)).then(both)


def test_topics_that_stay_the_same_are_no_change() -> None:
    given(PLACE, OPENED).when(teach(VEGETABLES)).refuses(TOPICS_CHANGE)


def test_the_database_shows_an_open_place_once() -> None:
    given(PLACE, OPENED).when(LIST).then(LISTED)
    given(PLACE, OPENED, LISTED).when(LIST).refuses(LISTED_ONCE)


def test_a_place_is_taken_out_of_the_database_and_may_come_back() -> None:
    given(PLACE, OPENED, LISTED).when(UNLIST).then(UNLISTED)
    given(PLACE, OPENED, LISTED, UNLISTED).when(LIST).then(LISTED)


def test_only_a_place_that_is_listed_is_taken_out() -> None:
    given(PLACE, OPENED).when(UNLIST).refuses(ONLY_WHAT_IS_LISTED_IS_UNLISTED)


def test_a_place_that_closes_leaves_the_database() -> None:
    state = given(PLACE, OPENED, LISTED).when(CLOSE).then(CLOSED)
    assert not state.listed


@pytest.mark.parametrize("anything", [teach(MUSHROOMS), LIST, UNLIST, CLOSE])
def test_nothing_more_happens_at_a_closed_place(anything: object) -> None:
    given(PLACE, OPENED, CLOSED).when(anything).refuses(PLACE_IS_OPEN)


@pytest.mark.parametrize("anything", [teach(MUSHROOMS), LIST, UNLIST, CLOSE])
def test_a_place_that_was_never_opened_is_not_found(anything: object) -> None:
    given(PLACE).when(anything).finds_nothing()
