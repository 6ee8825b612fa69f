"""Both services on one site: what one tells, the other does, without a broker between them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.events.definition import FORGOTTEN
from bangduan.events.envelope import START, from_cloudevent, to_cloudevent
from bangduan.messaging.inbox import Inbox
from bangduan.rebuilding import prepare
from bangduan.service import Service
from bangduan.settings import Settings
from bangduan.testing.access import client_of
from services.meetings.service import service as meetings_service
from services.membership.service import service as membership_service

TAMBON = "110113"


class Site:
    """Two services and what passes between them."""

    def __init__(self, folder: Path) -> None:
        settings = Settings(data=folder)
        services: dict[str, Service] = {
            service.name: service for service in (membership_service, meetings_service)
        }
        self.applications = {n: Application(s, settings) for n, s in services.items()}
        for application in self.applications.values():
            prepare(application)
        self.clients = {n: client_of(application) for n, application in self.applications.items()}

    def settle(self) -> None:
        """Let each service hear everything the other has told, answers to it too."""
        for _ in range(3):
            self._tell("membership", "meetings")
            self._tell("meetings", "membership")

    def _tell(self, source: str, subscriber: str) -> None:
        teller = self.applications[source]
        inbox = Inbox(self.applications[subscriber], teller.source)
        arrived, last = [], None
        for row in teller.log.read(START, 1000):
            arrived.append(from_cloudevent(to_cloudevent(teller.source, row, last)))
            last = row.id
        assert not inbox.receive(arrived)

    def post(self, service: str, path: str, /, **body: Any) -> Any:
        answer = self.clients[service].post(f"/{service}/api/v1{path}", json=body)
        assert answer.status_code in {200, 201}, answer.get_json()
        return answer.get_json()["id"]

    def get(self, service: str, path: str) -> Any:
        answer = self.clients[service].get(f"/{service}/api/v1{path}")
        assert answer.status_code == 200, answer.get_json()
        return answer.get_json()

    def close(self) -> None:
        """Close every database."""
        for application in self.applications.values():
            application.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site whose centre is founded."""
    site = Site(tmp_path)
    site.post("membership", "/centre", tambon=TAMBON, name="ศอช.ต.บางด้วน")
    yield site
    site.close()


def test_whom_the_assembly_elects_the_register_seats(site: Site) -> None:
    people = [
        site.post("membership", "/people", name=f"สมมุติ คนที่ {n}", sex="unknown", synthetic=True)
        for n in range(1, 16)
    ]
    body = site.post("meetings", "/bodies", name="ประชาคมตำบลบางด้วน")
    assembly = site.post(
        "meetings", "/meetings", kind="assembly", title="ประชุมประชาคม", numbered=False, body_id=body
    )
    at, group = f"/meetings/{assembly}", derived_id("test", "working group")
    site.post("meetings", f"{at}/opening")
    site.post("meetings", f"{at}/head-count", present={"value": 108})
    site.post(
        "meetings", f"{at}/elections", committee_id=group,
        committee_name="คณะทำงาน ศอช.ต.บางด้วน", seats=15, elected=people,
    )  # fmt: skip
    site.settle()
    shown = site.get("membership", f"/committees/{group}")
    assert (shown["seats"], shown["seated"], shown["vacant"]) == (15, 15, 0)
    assert shown["chosen_by_meeting_id"] == assembly
    assert {m["name"] for m in shown["members"]} == {f"สมมุติ คนที่ {n}" for n in range(1, 16)}


def test_a_problem_goes_to_a_partner_and_the_answer_comes_back(site: Site) -> None:
    office = site.post(
        "membership", "/partners", kind="government_agency", name="ที่ว่าการอำเภอ", level="amphoe"
    )
    problem = site.post("meetings", "/problems", title="ปัญหายาเสพติด")
    site.post("meetings", f"/problems/{problem}/referrals", partner_id=office)
    site.settle()
    [request] = site.get("membership", f"/requests?problem_id={problem}")["items"]
    assert (request["waiting_on_name"], request["subject"]) == ("ที่ว่าการอำเภอ", "ปัญหายาเสพติด")
    answer = {"outcome": "granted", "answer": "จะส่งวิทยากร", "answered_on": "2008-08-01"}
    site.post("membership", f"/requests/{request['request_id']}/answer", **answer)
    site.settle()
    shown = site.get("meetings", f"/problems/{problem}")
    [referral] = shown["referrals"]
    assert (referral["answer"], referral["partner_name"]) == ("จะส่งวิทยากร", "ที่ว่าการอำเภอ")
    assert shown["waiting"] == 0
    site.post("meetings", f"/problems/{problem}/closing", outcome="solved")


def test_a_person_erased_in_the_register_is_forgotten_at_the_meeting(site: Site) -> None:
    person = site.post("membership", "/people", name="สมมุติ ลบ", sex="unknown", synthetic=True)
    site.settle()
    body = site.post("meetings", "/bodies", name="คณะทำงาน")
    meeting = site.post(
        "meetings", "/meetings", kind="committee", title="ประชุม", numbered=False, body_id=body
    )
    at = f"/meetings/{meeting}/attendance"
    site.post("meetings", f"/meetings/{meeting}/absences", person_id=person, reason="ป่วย")
    [absent] = site.get("meetings", at)["items"]
    assert (absent["person_name"], absent["reason"]) == ("สมมุติ ลบ", "ป่วย")
    site.post("membership", f"/people/{person}/erasure", reason="asked")
    site.settle()
    [absent] = site.get("meetings", at)["items"]
    assert (absent["person_name"], absent["reason"]) == (FORGOTTEN, FORGOTTEN)
    assert site.get("meetings", "/roll/people")["items"] == []


def test_who_died_or_was_a_double_is_left_out_of_the_roll_but_stays_among_those_present(
    site: Site,
) -> None:
    here, dead, double = (
        site.post("membership", "/people", name=f"สมมุติ คนที่ {n}", sex="unknown", synthetic=True)
        for n in range(1, 4)
    )
    site.settle()
    body = site.post("meetings", "/bodies", name="คณะทำงาน")
    meeting = site.post(
        "meetings", "/meetings", kind="committee", title="ประชุม", numbered=False, body_id=body
    )
    at = f"/meetings/{meeting}/attendance"
    for person in (dead, double):
        site.post("meetings", f"/meetings/{meeting}/attendance", person_id=person)
    site.post("membership", f"/people/{dead}/death")
    site.post("membership", f"/people/{double}/merging", into=here)
    site.settle()
    assert [who["person_id"] for who in site.get("meetings", "/roll/people")["items"]] == [here]
    present = {who["person_name"] for who in site.get("meetings", at)["items"]}
    assert present == {"สมมุติ คนที่ 2", "สมมุติ คนที่ 3"}
    site.post("membership", f"/people/{dead}/death/retraction")
    site.settle()
    assert len(site.get("meetings", "/roll/people")["items"]) == 2
