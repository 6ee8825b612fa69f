"""What a Thai reader expects to see, and what they may type."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangduan import thai

DAYS = st.dates(min_value=date(1857, 1, 1), max_value=date(2157, 12, 31))


def test_a_date_is_shown_in_the_buddhist_era() -> None:
    day = date(2008, 6, 30)
    assert thai.long_date(day) == "30 มิถุนายน 2551"
    assert thai.short_date(day) == "30 มิ.ย. 2551"
    assert thai.long_month(day) == "มิถุนายน 2551"


@pytest.mark.parametrize(
    "typed",
    [
        "30 มิถุนายน 2551",
        "30 มิถุนายน พ.ศ. 2551",
        "วันที่ 30 มิ.ย. 2551",
        "30 มิย. 2551",
        "๓๐ มิถุนายน ๒๕๕๑",
        "30/6/2551",
        "30.06.2551",
        "30-06-2008",
        "2551-06-30",
        "2008-06-30",
        "30 มิถุนายน ค.ศ. 2008",
    ],
)
def test_a_typed_date_is_understood_in_either_era(typed: str) -> None:
    assert thai.parse_date(typed) == date(2008, 6, 30)


@pytest.mark.parametrize(
    "typed",
    ["", "30/6/51", "31/6/2551", "29/2/2550", "30 มิถุ 2551", "6/30/2551", "30/6/3094", "เมื่อวาน"],
)
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        thai.parse_date(typed)


def test_a_leap_day_is_one_of_the_christian_year() -> None:
    assert thai.parse_date("29/2/2551") == date(2008, 2, 29)


@pytest.mark.parametrize(
    ("typed", "year"),
    [("2551", 2008), (2551, 2008), (2008, 2008), ("พ.ศ. 2551", 2008), ("พศ ๒๕๕๑", 2008)],
)
def test_a_year_is_converted_once_or_not_at_all(typed: str | int, year: int) -> None:
    assert thai.parse_year(typed) == year
    assert thai.parse_year(thai.parse_year(typed)) == year


@pytest.mark.parametrize("typed", ["51", "2300", "3094", "พ.ศ. 2008", "ค.ศ. 2551", "-2551", "x"])
def test_a_year_of_no_era_or_of_the_other_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="year"):
        thai.parse_year(typed)


@given(DAYS)
def test_every_form_of_a_day_reads_back_as_that_day(day: date) -> None:
    be = thai.buddhist_year(day)
    forms = (
        thai.long_date(day),
        thai.short_date(day),
        day.isoformat(),
        f"{day.day}/{day.month}/{be}",
        f"{be}-{day.month:02}-{day.day:02}",
    )
    for form in forms:
        assert thai.parse_date(form) == day


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2008, 9, 30), 2551), (date(2008, 10, 1), 2552), (date(2009, 1, 1), 2552)],
)
def test_the_fiscal_year_begins_in_october(day: date, year: int) -> None:
    assert thai.fiscal_year(day) == year


@pytest.mark.parametrize(
    ("satang", "words"),
    [
        (27_000_000, "สองแสนเจ็ดหมื่นบาทถ้วน"),
        (10_100, "หนึ่งร้อยเอ็ดบาทถ้วน"),
        (100_000_100, "หนึ่งล้านเอ็ดบาทถ้วน"),
        (2_175, "ยี่สิบเอ็ดบาทเจ็ดสิบห้าสตางค์"),
        (25, "ยี่สิบห้าสตางค์"),
        (0, "ศูนย์บาทถ้วน"),
    ],
)
def test_money_is_written_out_in_words(satang: int, words: str) -> None:
    assert thai.baht_text(satang) == words


@pytest.mark.parametrize(
    ("satang", "digits"), [(27_000_000, "270,000"), (150, "1.50"), (-5, "-0.05"), (0, "0")]
)
def test_money_is_shown_in_baht(satang: int, digits: str) -> None:
    assert thai.baht(satang) == digits


@given(st.integers(min_value=-(2**53), max_value=2**53))
def test_no_satang_is_lost_on_the_screen(satang: int) -> None:
    whole, _, part = thai.baht(satang).replace(",", "").partition(".")
    sign = -1 if whole.startswith("-") else 1
    assert sign * (abs(int(whole)) * 100 + int(part or 0)) == satang


def test_names_sort_as_in_the_dictionary_whatever_their_title() -> None:
    names = ["นายไกร", "นางสาวกานต์", "นางก่า", "เด็กชายกา", "น.ส.แสง", "ท่านสม", "นายเสม"]
    assert sorted(names, key=thai.collation_key) == [
        "เด็กชายกา",
        "นางก่า",
        "นางสาวกานต์",
        "นายไกร",
        "ท่านสม",
        "นายเสม",
        "น.ส.แสง",
    ]


@pytest.mark.parametrize(
    ("name", "bare"),
    [("นางสาว ก", "ก"), ("นาง", "นาง"), ("บุคคลสมมุติ 01", "บุคคลสมมุติ 01"), ("นายนาย", "นาย")],
)
def test_a_title_is_left_out_once_and_never_the_whole_name(name: str, bare: str) -> None:
    assert thai.without_title(name) == bare


@given(st.text(alphabet="กขคงเแโใไาิี่้๊๋็์", max_size=6), st.sampled_from("กขคง"))
def test_a_word_stands_before_the_words_that_begin_with_it(word: str, more: str) -> None:
    longer = word + more
    if not word.endswith(tuple("เแโใไ")):
        assert thai.collation_key(word) < thai.collation_key(longer)


@pytest.mark.parametrize("typed", ["1234545678781", "1-2345-45678-78-1", "๑ ๒๓๔๕ ๔๕๖๗๘ ๗๘ ๑"])
def test_a_national_id_with_a_right_check_digit_is_taken(typed: str) -> None:
    assert thai.parse_national_id(typed) == "1234545678781"


@pytest.mark.parametrize("typed", ["1234545678782", "123454567878", "", "ก234545678781"])
def test_a_wrong_national_id_is_refused_without_showing_it(typed: str) -> None:
    with pytest.raises(ValueError, match="no national ID") as refusal:
        thai.parse_national_id(typed)
    assert "1234545678" not in str(refusal.value)


def test_a_national_id_is_masked() -> None:
    assert thai.mask_national_id("1234545678781") == "x-xxxx-xxxxx-78-1"
    assert thai.mask_national_id("12345") == "x-xxxx-xxxxx-xx-x"


@given(st.text())
def test_a_mask_never_shows_more_than_three_digits(typed: str) -> None:
    assert sum(c.isdigit() for c in thai.mask_national_id(typed)) <= 3


def test_three_tambons_share_a_name_and_the_code_tells_them_apart() -> None:
    bang_duan = thai.place_of("110113")
    assert bang_duan is not None
    assert bang_duan.tambon == ("บางด้วน", "Bang Duan")
    assert bang_duan.district[0] == "เมืองสมุทรปราการ"
    assert bang_duan.province[1] == "Samut Prakan"
    for code in ("102202", "920404"):
        other = thai.place_of(code)
        assert other is not None
        assert other.tambon[0] == "บางด้วน"
        assert other.province != bang_duan.province


def test_a_code_that_nobody_has_is_no_place() -> None:
    assert thai.place_of("000000") is None


def test_the_module_itself_is_cheap_to_import() -> None:
    look = "import sys, bangduan.thai; print(*{name.split('.')[0] for name in sys.modules})"
    run = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert not {"num2words", "stdnum", "pythainlp", "geothai"} & set(run.stdout.split())
