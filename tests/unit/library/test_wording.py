"""Whatever a schema of ours says of a field, it can be said in Thai."""

import inspect
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bangduan.events import load_contract, registry, schema
from bangduan.events.schema import schema_for, to_payload
from bangduan.testing.strategies import anything, nearly
from bangduan.web.wording import by_field, in_thai

THAI = re.compile("[\u0e00-\u0e7f]")
load_contract()
EVENTS = [d.cls for d in registry if d.cls.__module__.startswith("bangduan.events.")]


@given(data=st.data())
@settings(max_examples=80, database=None, suppress_health_check=list(HealthCheck))
def test_every_message_of_a_schema_has_its_thai(data: st.DataObject) -> None:
    cls = data.draw(st.sampled_from(EVENTS))
    payload = to_payload(data.draw(anything(cls) | nearly(cls)))
    for name in data.draw(st.lists(st.sampled_from(sorted(payload)), max_size=2)):
        payload.pop(name, None)
    payload |= data.draw(st.sampled_from([{}, {"unknown": 1}]))
    problems = schema_for(cls).validate(payload)

    for messages in by_field(problems, "th").values():
        assert [message for message in messages if not THAI.search(message)] == []
    for messages in by_field(problems, "en").values():
        assert [message for message in messages if THAI.search(message)] == []


def test_every_sentence_that_our_own_fields_say_has_its_thai() -> None:
    said = re.findall(r'ValidationError\("([^"]+)"\)', inspect.getsource(schema))

    assert "There is no such day." in said
    assert [message for message in said if not THAI.search(in_thai(message))] == []


@pytest.mark.parametrize(
    ("english", "thai"),
    [
        ("Length must be between 1 and 300.", "ต้องยาว 1 ถึง 300 ตัวอักษร"),
        ("Must be one of: savings, shares.", "ต้องเป็นค่าใดค่าหนึ่งในนี้: savings, shares"),
        ("Longer than maximum length 9.", "ต้องยาวไม่เกิน 9 ตัวอักษร"),
        ("What nobody has thought of.", "What nobody has thought of."),
    ],
)
def test_figures_are_taken_over(english: str, thai: str) -> None:
    assert in_thai(english) == thai


@pytest.mark.parametrize(
    ("problems", "expected"),
    [
        ({"name": ["A."]}, {"name": ["A."]}),
        ({"slips": {0: ["A."], 2: ["B.", "C."]}}, {"slips.0": ["A."], "slips.2": ["B.", "C."]}),
        ({"a": {"b": {"_schema": ["A."]}}}, {"a.b": ["A."]}),
        ({"_schema": ["A."]}, {"body": ["A."]}),
        ({"": "A."}, {"body": ["A."]}),
    ],
)
def test_a_tree_of_messages_is_laid_flat(problems: Any, expected: dict[str, list[str]]) -> None:
    assert by_field(problems, "en") == expected
