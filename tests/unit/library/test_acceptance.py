"""The fast way to accept an event and marshmallow agree on every one."""

import dataclasses
from datetime import date
from typing import Any, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError, validate, validates_schema

from bangduan.errors import InvalidEvent
from bangduan.events import load_contract, registry
from bangduan.events.acceptance import acceptance
from bangduan.events.schema import (
    SCALARS,
    _scalar_acceptance,
    schema_for,
    to_payload,
    validate_event,
)
from bangduan.events.types import EntityId, Line, Quantity, Satang
from bangduan.testing.passbook import PassbookOpened
from bangduan.testing.strategies import anything, events_of, nearly

load_contract()
EVENTS = [d.cls for d in registry if d.cls.__module__.startswith("bangduan.events.")]

quick = settings(max_examples=60, database=None, suppress_health_check=list(HealthCheck))
fast_scalars = [hint for hint, (field, _) in SCALARS.items() if hasattr(field, "accepts")]


def accepts(value: Any) -> bool:
    check = acceptance(type(value), _scalar_acceptance)
    assert check is not None
    return check(value)


def marshmallow_accepts(value: Any) -> bool:
    cls: Any = type(value)
    return schema_for(cls).validate(to_payload(value)) == {}


def alone(hint: Any) -> type:
    """A dataclass with one field of this type, one that may be None and one of many."""
    return dataclasses.make_dataclass(
        "Alone",
        [("one", hint), ("perhaps", hint | None), ("many", tuple[hint, ...])],
        frozen=True,
        namespace={"__module__": __name__},
    )


SCALAR_CLASSES = [alone(hint) for hint in fast_scalars]


def test_every_event_of_the_contract_has_the_fast_way() -> None:
    assert [cls for cls in EVENTS if acceptance(cls, _scalar_acceptance) is None] == []


@pytest.mark.parametrize("cls", SCALAR_CLASSES, ids=[str(hint) for hint in fast_scalars])
@settings(quick, max_examples=60)
@given(data=st.data())
def test_they_agree_on_each_scalar(cls: type, data: st.DataObject) -> None:
    value = data.draw(nearly(cls))

    assert accepts(value) == marshmallow_accepts(value)


@pytest.mark.parametrize("cls", SCALAR_CLASSES, ids=[str(hint) for hint in fast_scalars])
@settings(quick, max_examples=30)
@given(data=st.data())
def test_of_a_wrong_type_it_says_yes_only_where_marshmallow_does(
    cls: type, data: st.DataObject
) -> None:
    value = data.draw(anything(cls))

    assert marshmallow_accepts(value) or not accepts(value)


@settings(quick, max_examples=200)
@given(cls=st.sampled_from(EVENTS), data=st.data())
def test_they_agree_on_events(cls: type, data: st.DataObject) -> None:
    event = data.draw(events_of(cls) | nearly(cls))

    assert accepts(event) == marshmallow_accepts(event)


@settings(quick, max_examples=200)
@given(cls=st.sampled_from(EVENTS), data=st.data())
def test_it_accepts_no_event_that_marshmallow_refuses(cls: type, data: st.DataObject) -> None:
    event = data.draw(anything(cls))

    assert marshmallow_accepts(event) or not accepts(event)


@pytest.mark.parametrize(
    ("hint", "value", "expected"),
    [
        (Line, "ก" * 300, True),
        (Line, "ก" * 301, False),
        (Line, "ก\u0085", True),
        (Line, "\u00a0\u2003", False),
        (Line, "ก\n", False),
        (Line, "ก\t", True),
        (Line, "ก\x7f", False),
        (EntityId, "01890000-0000-7000-8000-000000000000", True),
        (EntityId, "01890000-0000-7000-8000-00000000000A", False),
        (EntityId, "01890000-0000-7000-8000-000000000000\n", False),
        (EntityId, "๐1890000-0000-7000-8000-000000000000", False),
        (Satang, 2**53 - 1, True),
        (Satang, 2**53, False),
        (Satang, -1, False),
        (Satang, True, False),
        (bool, 1, False),
        (date, date(1, 1, 1), True),
    ],
)
def test_at_the_edges(hint: Any, value: object, expected: bool) -> None:
    event = alone(hint)(value, None, ())

    assert accepts(event) == marshmallow_accepts(event) == expected


@dataclasses.dataclass(frozen=True)
class _WithItsOwnRule:
    name: Line = dataclasses.field(metadata={"validate": validate.Equal("ก")})


@dataclasses.dataclass(frozen=True)
class _WithRuleOverAll:
    name: Line

    @validates_schema
    def never(self, *_: Any, **__: Any) -> None:
        raise ValidationError("Never.")


@dataclasses.dataclass(frozen=True)
class _WithNumbers:
    grade: Literal[1, 2]


@dataclasses.dataclass(frozen=True)
class _WithTwoTypes:
    either: Line | Satang


@dataclasses.dataclass(frozen=True)
class _WithNested:
    inner: _WithNumbers


@pytest.mark.parametrize(
    "cls", [_WithItsOwnRule, _WithRuleOverAll, _WithNumbers, _WithTwoTypes, _WithNested]
)
def test_where_only_marshmallow_can_tell_there_is_no_fast_way(cls: type) -> None:
    assert acceptance(cls, _scalar_acceptance) is None


def test_nested_values_must_be_of_the_class_itself() -> None:
    cls = alone(Quantity)

    assert accepts(cls(Quantity(value=5), None, (Quantity(value=1),)))  # type: ignore[arg-type]
    assert not accepts(cls(Quantity(value=-5), None, ()))  # type: ignore[arg-type]
    assert not accepts(cls(cls(1, None, ()), None, ()))


def test_what_is_refused_is_named_field_by_field() -> None:
    id = EntityId("01890000-0000-7000-8000-000000000000")
    event = PassbookOpened(
        passbook_id=id,
        holder_id=EntityId("x"),
        name=Line(""),
        kind="gold",  # type: ignore[arg-type]
    )
    with pytest.raises(InvalidEvent) as refusal:
        validate_event(event)

    assert set(refusal.value.problems) == {"holder_id", "name", "kind"}
    assert refusal.value.type == "bangduan.passbook.PassbookOpened.v1"
