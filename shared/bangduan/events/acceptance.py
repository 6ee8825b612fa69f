"""The fast way to say yes: does an event fit its definition, without building error messages?

Compiled once a class from its annotations. It accepts exactly what marshmallow accepts when
every value has the Python type its field declares; for anything else it says no, or nothing at
all, and the marshmallow schema decides and names what is wrong.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Check = Callable[[Any], bool]
    ScalarCheck = Callable[[Any], Check | None]


def acceptance(cls: type, scalar: ScalarCheck) -> Check | None:
    """The predicate of a dataclass's instances; None when only marshmallow can tell.

    Args:
        scalar: the predicate of a scalar annotation, None for what is none.
    """
    if any(hasattr(getattr(cls, name, None), "__marshmallow_hook__") for name in dir(cls)):
        return None
    hints = typing.get_type_hints(cls)
    checks: list[Check] = []
    names: list[str] = []
    for field in dataclasses.fields(cls):
        check = None if _has_own_rules(field) else _of(hints[field.name], scalar)
        if check is None:
            return None
        names.append(field.name)
        checks.append(check)
    return _all_of(cls, names, checks)


def _has_own_rules(field: dataclasses.Field[Any]) -> bool:
    """True when the field hands marshmallow more than a remark (``personal`` is one)."""
    return bool(set(field.metadata) - {"metadata"})


def _all_of(cls: type, names: list[str], checks: list[Check]) -> Check:
    if not names:
        return lambda value: type(value) is cls
    if len(names) == 1:
        [name], [only] = names, checks
        return lambda value: type(value) is cls and only(getattr(value, name))
    values_of = attrgetter(*names)

    def fits(value: Any) -> bool:
        if type(value) is not cls:
            return False
        for check, part in zip(checks, values_of(value), strict=True):  # noqa: SIM110 (faster)
            if not check(part):
                return False
        return True

    return fits


def _of(hint: Any, scalar: ScalarCheck) -> Check | None:
    found = scalar(hint)
    if found is not None:
        return found
    if dataclasses.is_dataclass(hint):
        return acceptance(typing.cast("type", hint), scalar)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return _one_of(arguments)
    if origin in (typing.Union, types.UnionType):
        return _optional(arguments, scalar)
    if origin is tuple and arguments[1:] == (Ellipsis,):
        return _each(_of(arguments[0], scalar))
    return None


def _one_of(choices: tuple[Any, ...]) -> Check | None:
    if not all(type(choice) is str for choice in choices):
        return None
    admitted = frozenset(choices)
    return lambda value: type(value) is str and value in admitted


def _optional(arguments: tuple[Any, ...], scalar: ScalarCheck) -> Check | None:
    inner = [argument for argument in arguments if argument is not type(None)]
    if len(inner) != 1 or len(inner) == len(arguments):
        return None
    check = _of(inner[0], scalar)
    if check is None:
        return None
    return lambda value: value is None or check(value)


def _each(check: Check | None) -> Check | None:
    if check is None:
        return None
    return lambda value: type(value) is tuple and all(map(check, value))
