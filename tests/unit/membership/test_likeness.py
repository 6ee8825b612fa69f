"""Two entries of one person are found however the name was written; two people are let be."""

import dataclasses
import random
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.membership.domain.likeness import Entry, Pair, edits, pairs_alike, spoken
from services.membership.projections.duplicates import bare, thai_sound

MOO_1, MOO_2 = "11011301", "11011302"
ONE = Entry("1", "สมหญิง ใจดี", village=MOO_1)
THAI = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B) | st.just(" "))


def pair_of(one: Entry, other: Entry) -> Pair | None:
    return next(iter(pairs_alike((one, other), thai_sound)), None)


def alike(name: str, other: str) -> Pair | None:
    return pair_of(Entry("1", bare(name), village=MOO_1), Entry("2", bare(other), village=MOO_1))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("สมหญิง ใจดี", "นางสมหญิง ใจดี"),
        ("สมหญิง ใจดี", "น.ส. สมหญิง  ใจดี (สมมติ)"),
        ("ณรงค์ ศรีสุข", "นรงค์ สรีสุข"),
        ("ศักดิ์ชัย ฤทธิ์ดี", "สักชัย ริทธิ์ดี"),
        ("ฤทธิ์ ใจงาม", "ริท ใจงาม"),
        ("สมหญิง ใจดี", "สม หญิงใจดี"),
        ("จันทร์ เพ็ญศรี", "จัน เพ็ญสี"),
        ("วิชัย ใจดี", "วิชย ใจดี"),
        ("ธวัชชัย มั่นคง", "ทวัชัย มันคง"),
        ("ไพโรจน์ วงศ์ใหญ่", "ไพโรจ วงใหญ่"),
        ("ใจดี สมหญิง", "สมหญิง ใจดี"),
        ("พรรณี ดีงาม", "พันณี ดีงาม"),
    ],
)
def test_one_name_written_in_two_ways_is_found(name: str, other: str) -> None:
    assert alike(name, other) is not None


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("สมหญิง ใจดี", "สมชาย ใจดี"),
        ("สมหญิง ใจดี", "สมหญิง มั่นคง"),
        ("วิชัย ใจดี", "มานะ สุขใจ"),
        ("สมศรี ดี", "สมศักดิ์ ดี"),
    ],
)
def test_two_names_are_two_people(name: str, other: str) -> None:
    assert alike(name, other) is None


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"national_id": "1101700203450"}, {"national_id": "3101200004462"}),
        ({"sex": "female"}, {"sex": "male"}),
        ({"born_on": "1967-03-12"}, {"born_on": "1967-03-13"}),
        ({"birth_year": "2510"}, {"birth_year": "2533"}),
    ],
)
def test_what_speaks_against_it_counts_for_more_than_a_name(
    mine: dict[str, str], theirs: dict[str, str]
) -> None:
    one = dataclasses.replace(ONE, **mine)
    assert pair_of(one, dataclasses.replace(ONE, person_id="2", **theirs)) is None


def test_one_number_is_one_person_whatever_the_name() -> None:
    one = Entry("1", "สมหญิง ใจดี", national_id="1101700203450", sex="female")
    other = Entry("2", "แดง", national_id="1101700203450", sex="male")
    pair = pair_of(one, other)
    assert pair is not None
    assert (pair.signs, pair.certainty) == (("same_national_id",), "certain")


def test_the_reasons_are_told() -> None:
    one = dataclasses.replace(ONE, born_on="1967-03-12", birth_year="2510", phone="0812345678")
    pair = pair_of(one, dataclasses.replace(one, person_id="2"))
    assert pair is not None
    assert pair.signs == ("same_name", "same_birth", "same_phone", "same_village")
    assert pair.certainty == "likely"


def test_a_name_that_is_merely_alike_in_another_village_is_let_be() -> None:
    other = Entry("2", "สมยิง ใจดี", village=MOO_2)
    assert pair_of(ONE, other) is None
    assert pair_of(ONE, dataclasses.replace(other, village=MOO_1)) is not None


def test_the_same_name_elsewhere_is_possible_and_no_more() -> None:
    pair = pair_of(ONE, dataclasses.replace(ONE, person_id="2", village=MOO_2))
    assert pair is not None
    assert pair.certainty == "possible"


@given(one=THAI, other=THAI)
def test_whatever_is_written_is_compared_alike_from_both_sides(one: str, other: str) -> None:
    mine, theirs = Entry("1", one, village=MOO_1), Entry("2", other, village=MOO_1)
    assert pair_of(mine, theirs) == pair_of(theirs, mine)


@given(name=THAI)
def test_a_name_is_the_same_as_itself_and_folding_it_twice_changes_nothing_of_that(
    name: str,
) -> None:
    assert edits(name, name, 0) == 0
    pair = alike(name, name)
    assert (pair is not None) is bool(spoken(bare(name)))


@given(one=st.text("กขค", max_size=6), other=st.text("กขค", max_size=6))
def test_edits_are_a_distance(one: str, other: str) -> None:
    assert edits(one, other, 6) == edits(other, one, 6)
    assert (edits(one, other, 6) == 0) is (one == other)
    assert edits(one, other, 1) == min(edits(one, other, 6), 2)


def test_ten_thousand_people_are_compared_in_seconds() -> None:
    dice = random.Random(2551)  # noqa: S311 (no secret)
    first = ["สม", "วิ", "ณรงค์", "ประ", "สุ", "จันทร์", "ศรี", "บุญ", "ทอง", "มา", "อุ", "พิม"]
    second = ["ชาย", "หญิง", "ชัย", "เสริฐ", "ดา", "ศักดิ์", "มี", "ใส", "พร", "นี", "ลี", "รัตน์"]
    family = ["ใจ", "มั่น", "สุข", "ทอง", "แก้ว", "บุญ", "วงศ์", "ศรี", "พงษ์", "รุ่ง", "เจริญ", "แสง"]
    people = [
        Entry(
            f"{number:05}",
            f"{dice.choice(first)}{dice.choice(second)} "
            f"{dice.choice(family)}{dice.choice(family)}{dice.choice(second)}",
            village=f"110113{dice.randint(1, 12):02}",
        )
        for number in range(10_000)
    ]
    begun = time.process_time()
    pairs_alike(people, thai_sound)
    assert time.process_time() - begun < 20


def test_a_language_is_loaded_only_when_names_are_compared() -> None:
    program = "import sys; import services.membership.service; sys.exit('pythainlp' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=120)
