"""Places keep their order as text; bytes that are no event of ours are refused."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangduan.errors import MalformedMessage
from bangduan.events.envelope import START, Place, Row, from_cloudevent
from bangduan.service import installed

PLACES = st.builds(
    Place,
    st.integers(0, 999_999),
    st.integers(0, 2**63 - 1),
    st.integers(0, 2**63 - 1),
)
EVENT = {
    "specversion": "1.0",
    "id": "1",
    "source": "/tambon/110113/membership",
    "type": "bangduan.membership.PersonErased.v1",
    "subject": "person-1",
    "time": "2008-06-30T09:00:00Z",
    "sequence": str(Place(1, 0, 5)),
    "streamversion": "2",
    "data": {},
}


@given(PLACES, PLACES)
def test_the_order_of_the_text_is_the_order_of_the_places(one: Place, other: Place) -> None:
    assert (str(one) < str(other)) == (one < other)


@given(PLACES)
def test_a_place_is_read_as_it_was_written(place: Place) -> None:
    assert Place.parse(str(place)) == place


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1.2.3",
        f"{START}.",
        f" {START}",
        f"{START}\n",
        str(START).replace("0", "๐"),
        str(START).replace("0", "_", 1),
        str(START).replace("0", "-", 1),
        f"000001.{2**63:020d}.{1:020d}",
        f"000001.{1:020d}.{10**20 - 1:020d}",
    ],
)
def test_anything_else_is_no_place(text: str) -> None:
    with pytest.raises(ValueError, match="no place in a log"):
        Place.parse(text)


def test_an_event_is_read_with_what_surrounds_it() -> None:
    arrived = from_cloudevent(orjson.dumps({**EVENT, "predecessor": "0", "actor": "policy:x"}))

    assert arrived.recorded().tambon == "110113"
    assert arrived.recorded().service == "membership"
    assert (arrived.predecessor, arrived.version) == ("0", 2)
    assert arrived.meta == {"actor": "policy:x"}


@pytest.mark.parametrize(
    ("service", "meta"), [("funds", {"actor": "a", "causationid": "c"}),
                          ("reporting", {"causationid": "c"})],
)  # fmt: skip
def test_what_leaves_the_site_does_not_say_who_did_it(service: str, meta: dict[str, str]) -> None:
    row = Row(
        epoch=1, xid=0, position=1, id="1", stream="s", version=1, type="bangduan.x.Y.v1",
        time="2008-06-30T09:00:00Z", payload="{}", meta='{"actor":"a","causationid":"c"}', hash="",
    )  # fmt: skip

    published = installed()[service].published(f"/tambon/110113/{service}", row, None)

    assert from_cloudevent(published).meta == meta


@pytest.mark.parametrize("missing", EVENT)
def test_an_event_without_an_attribute_is_refused(missing: str) -> None:
    with pytest.raises(MalformedMessage):
        from_cloudevent(orjson.dumps({k: v for k, v in EVENT.items() if k != missing}))


@pytest.mark.parametrize(
    "wrong",
    [{"specversion": "0.3"}, {"data": "text"}, {"data": None}, {"sequence": 5},
     {"sequence": "x"}, {"streamversion": "two"}, {"streamversion": None}],
)  # fmt: skip
def test_an_attribute_that_is_wrong_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(MalformedMessage):
        from_cloudevent(orjson.dumps({**EVENT, **wrong}))


@pytest.mark.parametrize("body", [b"", b"x", b"[]", b"null", b"5", b'"x"', b"\xff"])
def test_what_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedMessage):
        from_cloudevent(body)
