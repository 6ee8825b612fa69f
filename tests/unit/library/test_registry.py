"""The registry holds each name once and leads every older version to the newest."""

import dataclasses

import pytest

from bangduan.errors import ContractError, UnknownEventType
from bangduan.events import Definition, registry
from bangduan.events.definition import Registry
from bangduan.testing.passbook import HolderForgotten, MoneyWithdrawn, PassbookOpened


@dataclasses.dataclass(frozen=True)
class _One: ...


class _Elsewhere:
    @dataclasses.dataclass(frozen=True)
    class _One: ...


def definition(cls: type, version: int = 1) -> Definition:
    return Definition(
        type=f"bangduan.test.One.v{version}", service="test", name="One", version=version, cls=cls,
        personal={}, erases=None,
    )  # fmt: skip


def test_a_definition_is_found_by_name_and_by_class() -> None:
    found = registry.named("bangduan.passbook.PassbookOpened.v1")

    assert registry.of(PassbookOpened) is found
    assert (found.service, found.name, found.version) == ("passbook", "PassbookOpened", 1)
    assert found.personal == {"name": "holder_id", "phone": "holder_id"}
    assert registry.of(HolderForgotten).erases == "holder_id"


def test_a_name_cannot_be_given_twice() -> None:
    held = Registry()
    held.add(definition(_One))
    held.add(definition(_One))
    with pytest.raises(ContractError, match="already defined"):
        held.add(definition(_Elsewhere._One))


def test_a_class_of_the_same_name_in_another_module_is_another() -> None:
    held = Registry()
    held.add(definition(_One))
    twin = dataclasses.make_dataclass("_One", [])
    twin.__module__ = "somewhere.else"
    with pytest.raises(ContractError, match="already defined"):
        held.add(definition(twin))


def test_what_nobody_defined_is_unknown() -> None:
    with pytest.raises(UnknownEventType, match="install the version"):
        registry.named("bangduan.passbook.PassbookBurnt.v1")
    with pytest.raises(UnknownEventType):
        registry.of(_One)


def test_an_older_version_is_led_to_the_newest_step_by_step() -> None:
    held = Registry()
    held.add(definition(_One, 3))
    held.add_upcaster("bangduan.test.One.v1", lambda payload: {**payload, "second": True})
    held.add_upcaster("bangduan.test.One.v2", lambda payload: {**payload, "third": True})
    first = {"a": 1}
    found, payload = held.newest("bangduan.test.One.v1", first)

    assert (found.version, payload) == (3, {"a": 1, "second": True, "third": True})
    assert first == {"a": 1}, "what was stored is not changed"
    assert held.is_outdated("bangduan.test.One.v2")
    assert not held.is_outdated("bangduan.test.One.v3")


def test_a_version_has_one_upcaster() -> None:
    with pytest.raises(ContractError, match="already has an upcaster"):
        registry.add_upcaster("bangduan.passbook.MoneyWithdrawn.v1", dict)


def test_the_newest_class_is_the_one_that_is_read() -> None:
    found, payload = registry.newest(
        "bangduan.passbook.MoneyWithdrawn.v1", {"passbook_id": "p", "baht": 3}
    )

    assert found.cls is MoneyWithdrawn
    assert payload == {"passbook_id": "p", "amount_satang": 300}
