"""What people type into fields."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangduan.testing.passbook import Deposit, OpenPassbook, PassbookFilter
from bangduan.thai import baht
from bangduan.web.pages.shapes import Shape, shapes
from bangduan.web.pages.typed import parsed, read_money, read_number


@pytest.mark.parametrize(
    ("typed", "satang"),
    [("2,150.50", 215_050), ("2150.5", 215_050), ("๒,๑๕๐", 215_000), ("0.05", 5), ("-3", -300)],
)
def test_money_is_typed_in_baht(typed: str, satang: int) -> None:
    assert read_money(typed) == satang


@pytest.mark.parametrize("typed", ["", "abc", "1,2", "1.234", "1e9", "--1", "Infinity"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_money(typed)


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_what_is_shown_can_be_typed_again(satang: int) -> None:
    assert read_money(baht(satang)) == satang


@pytest.mark.parametrize(("typed", "number"), [("1,200", 1200), ("๘๐๐", 800), ("8.5", None)])
def test_numbers(typed: str, number: int | None) -> None:
    assert read_number(typed) == number


@pytest.mark.parametrize("typed", ["30/6/2551", "30 มิ.ย. 2551", "2008-06-30", "๓๐/๖/๒๕๕๑"])
def test_days_are_typed_in_either_era(typed: str) -> None:
    assert parsed(Shape("opened_on", "date"), typed) == "2008-06-30"


def test_a_year_is_kept_in_the_buddhist_era() -> None:
    assert parsed(Shape("year", "year"), "2551") == parsed(Shape("year", "year"), "2008") == 2551


def test_shapes_come_from_annotations() -> None:
    opened = shapes(OpenPassbook)
    kinds = {name: shape.kind for name, shape in opened.items()}
    assert kinds == {
        "passbook_id": "id",
        "holder_id": "id",
        "name": "text",
        "phone": "text",
        "kind": "choice",
        "opened_on": "date",
    }
    assert [name for name, shape in opened.items() if shape.required] == [
        "passbook_id",
        "holder_id",
        "name",
    ]
    assert opened["kind"].choices == ("savings", "shares")
    slips = shapes(Deposit)["slips"]
    assert slips.inner is not None
    assert (slips.kind, slips.inner.kind) == ("list", "text")
    assert shapes(PassbookFilter)["at_least"].kind == "money"
