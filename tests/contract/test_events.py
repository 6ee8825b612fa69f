"""Every event of the contract keeps what the contract promises to whoever reads it."""

import dataclasses
import re
import typing
from types import UnionType
from typing import Any

import orjson
import pytest
from cloudevents.core.formats.json import JSONFormat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from bangduan.events import FORGOTTEN, Definition, codec, load_contract, registry
from bangduan.events.envelope import Row, from_cloudevent, source_name, to_cloudevent
from bangduan.events.schema import json_schema, schema_for, to_payload, validate_event
from bangduan.events.types import EntityId, Line, PersonalDay, PersonalYear, Prose
from bangduan.testing.strategies import events_of

load_contract()
EVENTS = [d for d in registry if d.cls.__module__.startswith("bangduan.events.")]
PERSONAL = [definition for definition in EVENTS if definition.personal]

every_event = pytest.mark.parametrize("definition", EVENTS, ids=lambda d: d.type)
every_personal_event = pytest.mark.parametrize("definition", PERSONAL, ids=lambda d: d.type)
few = settings(max_examples=8, database=None, suppress_health_check=list(HealthCheck))


class Seal:
    """Personal data, sealed so that a test can see it, and forgotten on demand."""

    def __init__(self) -> None:
        self.forgotten: set[str] = set()

    def seal(self, subject: str, text: str) -> str:
        return f"sealed:{subject}:{text.encode().hex()}"

    def open(self, subject: str, sealed: str) -> str | None:
        mark, owner, hidden = sealed.split(":")
        assert (mark, owner) == ("sealed", subject)
        return None if subject in self.forgotten else bytes.fromhex(hidden).decode()


def test_there_is_a_contract() -> None:
    assert len(EVENTS) > 100


@every_event
def test_it_has_a_stable_name(definition: Definition) -> None:
    assert re.fullmatch(r"bangduan\.[a-z]+\.([A-Z][a-z]+)+\.v[1-9][0-9]*", definition.type)
    assert definition.type == (
        f"bangduan.{definition.service}.{definition.name}.v{definition.version}"
    )


def test_no_two_have_one_name() -> None:
    classes = [cls for cls in registry._by_class if cls.__module__.startswith("bangduan.events.")]

    assert sorted(registry.of(cls).type for cls in classes) == [d.type for d in EVENTS]


@every_event
def test_it_stands_in_the_module_of_its_service(definition: Definition) -> None:
    assert definition.cls.__module__.split(".")[2] == definition.service


@every_event
def test_it_says_what_it_tells_with_its_thai_term(definition: Definition) -> None:
    said = definition.cls.__doc__ or ""

    assert not said.startswith(f"{definition.cls.__name__}("), "dataclass wrote that, nobody else"
    assert re.match(r"[\u0e00-\u0e7f].*: ", said.strip()), said


@every_event
def test_older_versions_can_still_be_read(definition: Definition) -> None:
    stem = definition.type.rpartition(".v")[0]

    assert all(registry.is_outdated(f"{stem}.v{older}") for older in range(1, definition.version))
    assert not registry.is_outdated(definition.type) or f"{stem}.v{definition.version + 1}" in {
        d.type for d in EVENTS
    }


def test_every_upcaster_leads_to_an_event_of_the_contract() -> None:
    known = {definition.type for definition in registry}
    for type in registry._upcasters:
        stem, _, version = type.rpartition(".v")
        following = f"{stem}.v{int(version) + 1}"
        assert following in known or registry.is_outdated(following)


@every_personal_event
def test_personal_data_is_text_of_a_person_named_in_the_event(definition: Definition) -> None:
    hints = typing.get_type_hints(definition.cls)
    for name, subject in definition.personal.items():
        assert hints[subject] is EntityId
        assert _without_none(hints[name]) in {str, Line, Prose, PersonalDay, PersonalYear}


@every_event
def test_what_it_erases_is_a_person_named_in_it(definition: Definition) -> None:
    if definition.erases is not None:
        assert typing.get_type_hints(definition.cls)[definition.erases] is EntityId


@every_event
def test_its_json_schema_is_one(definition: Definition) -> None:
    schema = json_schema(definition)
    Draft202012Validator.check_schema(schema)

    assert schema["$id"] == f"urn:{definition.type.replace('.', ':')}"
    assert schema["required"] == [
        field.name
        for field in dataclasses.fields(definition.cls)
        if field.default is dataclasses.MISSING and not _may_be_none(definition, field.name)
    ]


@every_event
@few
@given(data=st.data())
def test_what_is_written_is_read_as_it_was(definition: Definition, data: st.DataObject) -> None:
    seal = Seal()
    event = data.draw(events_of(definition.cls))
    validate_event(event)
    assert schema_for(definition.cls).validate(to_payload(event)) == {}
    written = codec.encode(event, seal)

    assert codec.decode(definition.type, written, seal) == event
    validator = Draft202012Validator(json_schema(definition), format_checker=FormatChecker())
    validator.validate(orjson.loads(written))


@every_event
@few
@given(data=st.data())
def test_a_reader_ignores_what_it_does_not_know(
    definition: Definition, data: st.DataObject
) -> None:
    seal = Seal()
    event = data.draw(events_of(definition.cls))
    newer = _with_more(orjson.loads(codec.encode(event, seal)))
    validator = Draft202012Validator(json_schema(definition), format_checker=FormatChecker())

    validator.validate(newer)
    assert codec.decode(definition.type, orjson.dumps(newer), seal) == event


@every_event
@few
@given(data=st.data())
def test_on_the_wire_it_is_a_cloudevent(definition: Definition, data: st.DataObject) -> None:
    seal = Seal()
    event = data.draw(events_of(definition.cls))
    meta = orjson.dumps({"correlationid": "c", "causationid": "k", "actor": "policy:funds"})
    row = Row(
        1, 7, 42, "01a204ea-6675-7110-aa0a-435bd601c269", "person-1", 3, definition.type,
        "2008-06-30T09:00:00.000000Z", codec.encode(event, seal), meta.decode(), "0" * 64,
    )  # fmt: skip
    body = to_cloudevent(source_name("110113", definition.service), row, "before")

    read = JSONFormat().read(None, body)
    assert (read.get_id(), read.get_type(), read.get_subject()) == (row.id, row.type, row.stream)
    assert read.get_source() == f"/tambon/110113/{definition.service}"
    assert read.get_datacontenttype() == "application/json"
    assert read.get_dataschema() == json_schema(definition)["$id"]
    assert read.get_extension("sequence") == str(row.place)
    assert read.get_data() == orjson.loads(row.payload)
    arrived = from_cloudevent(body)
    assert (arrived.predecessor, arrived.version) == ("before", 3)
    assert arrived.meta == orjson.loads(meta)
    assert codec.from_payload(definition, arrived.data, seal) == event


@every_personal_event
@few
@given(data=st.data())
def test_personal_data_is_never_in_clear(definition: Definition, data: st.DataObject) -> None:
    seal = Seal()
    secret = "ความลับของแต่ละคน"
    event = dataclasses.replace(
        data.draw(events_of(definition.cls)), **dict.fromkeys(definition.personal, secret)
    )
    written = codec.encode(event, seal)
    assert secret not in written

    seal.forgotten = {getattr(event, subject) for subject in definition.personal.values()}
    read = codec.decode(definition.type, written, seal)
    assert all(getattr(read, name) is FORGOTTEN for name in definition.personal)


def _with_more(value: Any) -> Any:
    """The same, with a field in every object that nobody knows yet."""
    if isinstance(value, dict):
        return {**{name: _with_more(part) for name, part in value.items()}, "newer": {"x": [1]}}
    return [_with_more(part) for part in value] if isinstance(value, list) else value


def _may_be_none(definition: Definition, name: str) -> bool:
    hint = typing.get_type_hints(definition.cls)[name]
    return type(None) in typing.get_args(hint)


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) in (typing.Union, UnionType):
        [hint] = [part for part in typing.get_args(hint) if part is not type(None)]
    return hint
