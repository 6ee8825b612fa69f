"""Meetings go on while the membership service is away: the roll is their own copy."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bangduan.events.definition import FORGOTTEN
from tests.unit.meetings.test_with_membership import TAMBON, Site

MAJORITY = {"numerator": 1, "denominator": 2, "more_than": True}
MOO_1, MOO_2 = f"{TAMBON}01", f"{TAMBON}02"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site of two villages, whose register was told to the meetings service."""
    site = Site(tmp_path)
    site.post("membership", "/centre", tambon=TAMBON, name="ศอช.ต.บางด้วน")
    for village, name in ((MOO_1, "บ้านหนึ่ง"), (MOO_2, "บ้านสอง")):
        site.post("membership", "/villages", village=village, name=name)
    yield site
    site.close()


def registered(site: Site, count: int) -> list[str]:
    """People of the register, invented, from the villages in turn."""
    people = [
        site.post(
            "membership", "/people", name=f"คนที่ {n} (สมมติ)", sex="unknown", synthetic=True,
            village=(MOO_1, MOO_2)[n % 2],
        )
        for n in range(count)
    ]  # fmt: skip
    site.settle()
    return people


def made(site: Site, path: str, field: str, **given: object) -> str:
    """Id of what a command makes within a meeting."""
    answer = site.clients["meetings"].post(f"/meetings/api/v1{path}", json=given)
    assert answer.status_code == 201, answer.get_json()
    id: str = answer.get_json()["made"][field]
    return id


def held(site: Site, people: list[str]) -> str:
    """An assembly that is called, attended, voted at, closed and written up."""
    of = site.post("meetings", "/bodies", name="ประชาคมตำบลบางด้วน")
    rules = {"quorum_at_least": 3, "majority": MAJORITY}
    site.post("meetings", f"/bodies/{of}/rules", rules=rules)
    id: str = site.post(
        "meetings", "/meetings", kind="assembly", title="ประชุมประชาคม", numbered=True, body_id=of,
        held_on="2008-06-30", begins_at="09:30", place="ศาลาประชาคม",
    )  # fmt: skip
    at = f"/meetings/{id}"
    site.post("meetings", f"{at}/invitations", villages=[MOO_1, MOO_2], offices=["tambon-headman"])
    site.post("meetings", f"{at}/notice", text="ขอเชิญประชุมประชาคม")
    site.post("meetings", f"{at}/opening", begun_at="09:45")
    *present, away = people
    entries = [
        *({"person_id": who, "village": (MOO_1, MOO_2)[n % 2]} for n, who in enumerate(present)),
        {"person_id": away, "listed_as": "absent", "reason": "ป่วย"},
    ]
    site.post("meetings", f"{at}/check-in", entries=entries)
    assert site.get("meetings", f"{at}/quorum")["state"] == "met"
    motion = made(site, f"{at}/motions", "motion_id", text="เห็นชอบแผน", moved_by=present[0])
    votes = {"votes_for": len(present) - 1, "votes_against": 1}
    made(site, f"{at}/motions/{motion}/votes", "resolution_id", **votes)
    made(
        site, f"{at}/elections", "resolution_id", committee_id=of, committee_name="คณะทำงาน",
        seats=2, elected=present[:2],
    )  # fmt: skip
    site.post("meetings", f"{at}/closing", ended_at="12:00")
    sections = [{"part": "for_consideration", "text": "ที่ประชุมเห็นชอบแผน"}]
    site.post("meetings", f"{at}/minutes", sections=sections)
    site.post("meetings", f"{at}/minutes/review")
    return id


def test_a_meeting_is_called_held_voted_closed_and_written_up_without_membership(
    site: Site,
) -> None:
    people = registered(site, 6)
    site.applications.pop("membership").close()
    assembly = held(site, people)

    told = site.get("meetings", f"/meetings/{assembly}")
    assert (told["status"], told["number"], told["year"]) == ("closed", 1, 2551)
    assert (told["present"], told["absent_named"]) == ({"value": 5, "bound": "exact"}, 1)
    assert (told["villages_represented"], told["resolutions_passed"]) == (2, 2)
    assert site.get("meetings", f"/meetings/{assembly}/minutes")["status"] == "reviewed"
    roll = site.get("meetings", f"/meetings/{assembly}/attendance")["items"]
    assert {each["person_name"] for each in roll} == {f"คนที่ {n} (สมมติ)" for n in range(6)}


def test_who_is_erased_is_forgotten_on_the_roll_and_every_count_stands(site: Site) -> None:
    people = registered(site, 6)
    assembly = held(site, people)
    before = site.get("meetings", f"/meetings/{assembly}")
    first, away = people[0], people[-1]
    for person in (first, away):
        site.post("membership", f"/people/{person}/erasure", reason="asked")
    site.settle()

    after = site.get("meetings", f"/meetings/{assembly}")
    assert after == before
    roll = site.get("meetings", f"/meetings/{assembly}/attendance")["items"]
    told = {each["person_id"]: each for each in roll}
    assert len(roll) == 6
    assert told[first]["person_name"] == FORGOTTEN
    assert (told[away]["person_name"], told[away]["reason"]) == (FORGOTTEN, FORGOTTEN)
    [elected] = site.get("meetings", "/elections")["items"]
    stood = site.get("meetings", f"/elections/{elected['resolution_id']}")["stood"]
    names = [each["person_name"] for each in stood]
    assert names == [FORGOTTEN, "คนที่ 1 (สมมติ)"]
    assert site.get("meetings", f"/meetings/{assembly}/quorum")["present"]["value"] == 5
