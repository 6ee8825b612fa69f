"""hypothesis strategies of events, built from the types of their fields.

``events_of`` makes what the contract admits; ``nearly`` makes values of the right Python type
that need not be admitted; ``anything`` makes values of any type at all.
"""

from __future__ import annotations

import dataclasses
import typing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from bangduan.events import types as scalar
from bangduan.events.schema import MAX_INTEGER

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

_VISIBLE: Final = st.characters(exclude_categories=("Cc", "Cs"))
_WHOLE: Final = st.integers(-MAX_INTEGER, MAX_INTEGER)
_NOT_NEGATIVE: Final = st.integers(0, MAX_INTEGER)


def _text(longest: int, alphabet: SearchStrategy[str] = _VISIBLE) -> SearchStrategy[str]:
    # a length far beyond what a mistake would need costs time and finds nothing
    made = st.text(alphabet, min_size=1, max_size=min(longest, 40))
    edge = st.builds(lambda c: c * longest, st.sampled_from("กa😀"))
    return st.one_of(made.filter(lambda text: bool(text.strip())), edge)


_ADMITTED: Final[dict[Any, SearchStrategy[Any]]] = {
    scalar.EntityId: st.uuids().map(str),
    scalar.Satang: _NOT_NEGATIVE,
    scalar.SignedSatang: _WHOLE,
    scalar.Count: _NOT_NEGATIVE,
    scalar.PositiveCount: st.integers(1, MAX_INTEGER),
    scalar.TambonCode: st.from_regex(r"[0-9]{6}", fullmatch=True, alphabet="0123456789"),
    scalar.VillageCode: st.from_regex(r"[0-9]{8}", fullmatch=True, alphabet="0123456789"),
    scalar.Line: _text(300, _VISIBLE | st.just("\t")),
    scalar.Prose: _text(20_000, _VISIBLE | st.sampled_from("\t\r\n")),
    scalar.Slug: st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True),
    scalar.BuddhistYear: st.integers(2400, 2700),
    scalar.PersonalDay: st.dates().map(date.isoformat),
    scalar.PersonalYear: st.integers(2400, 2700).map(str),
    str: _text(20_000, _VISIBLE | st.sampled_from("\t\r\n")),
    int: _WHOLE,
    bool: st.booleans(),
    date: st.dates(),
    # a local hour that comes twice in autumn is unequal to itself in another zone
    datetime: st.datetimes(timezones=st.just(UTC)),
}

_ANY_TEXT: Final = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=12),
    st.text("0123456789", max_size=9),
    st.text("az09-", max_size=70),
    st.text(" \t\n\u00a0\u200b", max_size=3),
    st.builds(lambda c, n: c * n, st.sampled_from("กa"), st.integers(298, 302)),
    st.builds(lambda c, n: c * n, st.sampled_from("กa"), st.integers(19_999, 20_001)),
    st.uuids().map(str),
    st.uuids().map(lambda uuid: str(uuid).upper()),
    st.uuids().map(lambda uuid: uuid.hex),
    st.uuids().map(lambda uuid: f"{{{uuid}}}"),
    st.dates().map(date.isoformat),
    st.sampled_from(["110113\n", "a-b\n", "๑๑๐๑๑๓", "2008-02-31", "", "\x00", "\ud800"]),
)
_ANY_INTEGER: Final = st.one_of(
    st.integers(),
    st.sampled_from([-1, 0, 1, 2399, 2400, 2700, 2701]),
    st.sampled_from([MAX_INTEGER, MAX_INTEGER + 1, -MAX_INTEGER, -MAX_INTEGER - 1]),
)


def events_of(cls: type) -> SearchStrategy[Any]:
    """Instances of an event class, or of a dataclass within one, that the contract admits."""
    return _built(cls, _ADMITTED.__getitem__)


def nearly(cls: type) -> SearchStrategy[Any]:
    """Instances whose values have the types of their fields; whether they fit is open."""
    return _built(cls, lambda hint: st.one_of(_ADMITTED[hint], _of_its_type(hint)))


def anything(cls: type) -> SearchStrategy[Any]:
    """Instances with values that need not even have the types of their fields."""
    wild = st.one_of(
        st.none(), st.booleans(), st.floats(), st.binary(max_size=3), _ANY_TEXT, _ANY_INTEGER,
        st.dates(), st.datetimes(), st.lists(_ANY_TEXT, max_size=2).map(tuple),
        st.lists(st.uuids().map(str), max_size=2),
        st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    )  # fmt: skip
    return _built(cls, lambda hint: st.one_of(_ADMITTED[hint], wild))


def _of_its_type(hint: Any) -> SearchStrategy[Any]:
    python = getattr(hint, "__supertype__", hint)
    if python is str:
        return _ANY_TEXT
    return _ANY_INTEGER if python is int else _ADMITTED[python]


def _built(cls: type, scalars: Callable[[Any], SearchStrategy[Any]]) -> SearchStrategy[Any]:
    hints = typing.get_type_hints(cls)
    parts = {field.name: _of(hints[field.name], scalars) for field in dataclasses.fields(cls)}
    return st.builds(cls, **parts)


def _of(hint: Any, scalars: Callable[[Any], SearchStrategy[Any]]) -> SearchStrategy[Any]:
    if hint in _ADMITTED:
        return scalars(hint)
    if dataclasses.is_dataclass(hint):
        return _built(typing.cast("type", hint), scalars)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return st.sampled_from(arguments)
    if origin is tuple:
        return st.lists(_of(arguments[0], scalars), max_size=3).map(tuple)
    inner = [_of(argument, scalars) for argument in arguments if argument is not type(None)]
    return st.one_of(st.none(), *inner)
