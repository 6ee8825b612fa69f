"""From a seat on a committee back to the votes and the assembly, and from there to the seat."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bangduan.domain import derived_id
from tests.unit.meetings.test_with_membership import TAMBON, Site

GROUP = derived_id("test", "working group")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site whose centre is founded."""
    site = Site(tmp_path)
    site.post("membership", "/centre", tambon=TAMBON, name="ศอช.ต.บางด้วน")
    yield site
    site.close()


def test_a_seat_leads_to_the_assembly_that_filled_it_and_back(site: Site) -> None:
    people = [
        site.post("membership", "/people", name=f"คนที่ {n} (สมมติ)", sex="unknown", synthetic=True)
        for n in range(3)
    ]
    of = site.post("meetings", "/bodies", name="ประชาคมตำบลบางด้วน")
    assembly = site.post(
        "meetings", "/meetings", kind="assembly", title="ประชุมประชาคม", numbered=False, body_id=of
    )
    at = f"/meetings/{assembly}"
    site.post("meetings", f"{at}/opening")
    site.post("meetings", f"{at}/head-count", present={"value": 108})
    votes = [{"person_id": id, "votes": n} for id, n in zip(people, (60, 40, 8), strict=True)]
    site.post(
        "meetings", f"{at}/elections", committee_id=GROUP, committee_name="คณะทำงาน", seats=2,
        candidates=votes, method="secret_ballot", ballots=108,
    )  # fmt: skip
    site.post("meetings", f"{at}/closing")
    site.settle()

    seats = site.get("membership", f"/committees/{GROUP}/seats")["items"]
    assert {seat["person_id"] for seat in seats} == set(people[:2])
    for seat in seats:
        filled = seat["filled_by"]
        election = site.get("meetings", f"/elections/{filled['resolution_id']}")
        assert filled["meeting_id"] == election["meeting"]["meeting_id"] == assembly
        assert filled["present"] == election["meeting"]["present"] == {
            "value": 108, "bound": "exact",
        }  # fmt: skip
        stood = {each["person_id"]: each for each in election["stood"]}
        assert stood[seat["person_id"]]["elected"]
        assert stood[seat["person_id"]]["votes"] == filled["votes"]
        assert election["committee_id"] == GROUP
        passed = site.get("meetings", f"/resolutions/{filled['resolution_id']}")
        assert passed["number"] == filled["resolution_number"]
        assert passed["meeting"]["title"] == filled["meeting_title"] == "ประชุมประชาคม"
