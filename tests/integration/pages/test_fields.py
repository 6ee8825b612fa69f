"""Fields of every kind: typed, read into a command, drawn again with what was typed."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

import pytest
from werkzeug.datastructures import MultiDict

from bangduan.application import Application
from bangduan.domain import command
from bangduan.events.types import (
    BuddhistYear,
    Count,
    EntityId,
    Line,
    Prose,
    Quantity,
    Satang,
    SignedSatang,
    Slug,
    VillageCode,
)
from bangduan.testing.passbook import KEEP
from bangduan.testing.store.bench import new_id
from bangduan.web.app import Web, create_app
from bangduan.web.neighbours import Neighbours
from bangduan.web.pages.desk import Desk
from bangduan.web.pages.forms import Form
from tests.integration.pages.conftest import PAGES, SERVICE


@command(KEEP)
class EntrySide:
    """One side of an entry."""

    account: Slug
    amount_satang: SignedSatang
    checked: bool = False


@command(KEEP)
class Everything:
    """A field of each kind."""

    line: Line
    prose: Prose
    number: Count
    year: BuddhistYear
    price_satang: Satang
    day: date
    choice: Literal["a", "b"]
    slug: Slug
    village: VillageCode
    flag: bool
    quantity: Quantity
    nested: EntrySide
    lines: tuple[Line, ...]
    numbers: tuple[Count, ...]
    choices: tuple[Literal["x", "y"], ...]
    postings: tuple[EntrySide, ...]
    to_passbook_ids: tuple[EntityId, ...]
    perhaps: bool | None = None
    left_out: Line | None = None


@pytest.fixture
def desk(application: Application) -> Iterator[Desk]:
    """The pages at work, within a request."""
    app = create_app(application, (SERVICE,))
    web = Web(application, {}, Neighbours("http://127.0.0.1:1"), {"passbook": PAGES})
    with app.test_request_context("/passbook/?lang=en"):
        yield Desk(PAGES, web)


def filled() -> tuple[MultiDict[str, str], Everything]:
    one, other = new_id(), new_id()
    typed = MultiDict[str, str](
        [
            ("line", " สมหญิง "),
            ("prose", "a\r\nb"),
            ("number", "1,200"),
            ("year", "๒๕๕๑"),
            ("price_satang", "2,150.50"),
            ("day", "30 มิ.ย. 2551"),
            ("choice", "b"),
            ("slug", "village-fund"),
            ("village", "11011301"),
            ("flag", "true"),
            ("quantity.value", "๘๐๐"),
            ("quantity.bound", "at_least"),
            ("nested.account", "cash"),
            ("nested.amount_satang", "-5"),
            ("lines", "ก\r\n\r\nข"),
            ("numbers", "1\n2"),
            ("choices", "x"),
            ("choices", "y"),
            ("postings._n", "3"),
            ("postings.0.account", "cash"),
            ("postings.0.amount_satang", "1"),
            ("postings.0.checked", "true"),
            ("postings.1.account", ""),
            ("postings.2.account", "loans"),
            ("postings.2.amount_satang", "-1"),
            ("to_passbook_ids._n", "2"),
            ("to_passbook_ids.0", one),
            ("to_passbook_ids.1", other),
        ]
    )
    expected: Any = Everything(
        line=Line("สมหญิง"),
        prose=Prose("a\nb"),
        number=Count(1200),
        year=BuddhistYear(2551),
        price_satang=Satang(215_050),
        day=date(2008, 6, 30),
        choice="b",
        slug=Slug("village-fund"),
        village=VillageCode("11011301"),
        flag=True,
        quantity=Quantity(value=Count(800), bound="at_least"),
        nested=EntrySide(account=Slug("cash"), amount_satang=SignedSatang(-500)),
        lines=(Line("ก"), Line("ข")),
        numbers=(Count(1), Count(2)),
        choices=("x", "y"),
        postings=(
            EntrySide(account=Slug("cash"), amount_satang=SignedSatang(100), checked=True),
            EntrySide(account=Slug("loans"), amount_satang=SignedSatang(-100)),
        ),
        to_passbook_ids=(EntityId(one), EntityId(other)),
    )
    return typed, expected


def flat(fields: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    found = {}
    for field in fields:
        inner = [*field.get("fields", ()), *field.get("rows", ())]
        found.update(flat(inner))
        found[field["name"]] = field
    return found


def test_a_field_of_each_kind(desk: Desk) -> None:
    typed, expected = filled()
    form = Form(desk, Everything, typed, {})
    assert form.read() == expected, form.errors


def test_what_was_typed_is_drawn_again(desk: Desk) -> None:
    typed, _ = filled()
    fields = flat(Form(desk, Everything, typed, {}).fields())
    for path, value in typed.items():
        if value and not path.endswith("._n") and path != "choices":
            assert fields[path]["value"] == value, path
    assert fields["choices"]["value"] == ["x", "y"]
    assert fields["postings"]["n"] == 3


def test_nothing_typed_says_what_must_be(desk: Desk) -> None:
    form = Form(desk, Everything, MultiDict(), {})
    assert form.read() is None
    for name in ("line", "number", "day", "choice", "quantity"):
        assert form.errors[name] == ["This must be filled in."], name
    assert "left_out" not in form.errors
    assert "perhaps" not in form.errors


def test_what_is_wrong_in_a_row_is_said_in_that_row(desk: Desk) -> None:
    typed, _ = filled()
    typed["postings.2.amount_satang"] = "much"
    typed["postings.2.account"] = "No Slug"
    typed["lines"] = "ก" * 301
    form = Form(desk, Everything, typed, {})
    assert form.read() is None
    fields = flat(form.fields())
    assert fields["postings.2.amount_satang"]["errors"]
    assert fields["postings.2.account"]["errors"]
    assert not fields["postings.0.account"]["errors"]
    assert fields["lines"]["errors"]
    assert form.loose() == []


def test_a_row_is_added_without_scripts(desk: Desk) -> None:
    typed, _ = filled()
    form = Form(desk, Everything, typed, {})
    form.add_row("postings")
    fields = flat(form.fields())
    assert fields["postings"]["n"] == 4
    assert fields["postings.3.account"]["value"] is None
    assert fields["postings.0.account"]["value"] == "cash"
