"""A site is restored from a backup older than what the province has read of it."""

from __future__ import annotations

import csv
import dataclasses
import io
import logging
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from bangduan.application import Application
from bangduan.domain import RuleBroken, derived_id
from bangduan.events.envelope import START, Arrived, from_cloudevent, to_cloudevent
from bangduan.events.reporting import MilestoneReached
from bangduan.events.types import EntityId, Prose, Slug, TambonCode
from bangduan.messaging.comparison import compare, occasions
from bangduan.messaging.diverging import diverged_answers
from bangduan.messaging.inbox import Inbox
from bangduan.rebuilding import prepare, rebuild
from bangduan.settings import Settings
from bangduan.store.holding import decided, held
from bangduan.testing.access import client_of
from bangduan.unit_of_work import UnitOfWork
from services.province.domain.reconciliation import AcceptRestoredRecord, RequestReplay
from services.province.projections.sites import SITES, milestones
from services.province.restored import list_held
from services.reporting.domain.milestone import MILESTONE
from services.reporting.service import service as reporting

SITE = "110113"
WHY = Prose("เครื่องเสีย กู้จากสำเนาเมื่อวาน (สมมติ)")


class Centre:
    """A site's reporting service, which can be set back to where it stood."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(tambon=SITE, data=folder)
        self.application = self._started()

    def reaches(self, *kinds: str) -> None:
        """Record milestones."""
        for kind in kinds:
            id = derived_id("milestone", kind)
            reached = MilestoneReached(milestone_id=EntityId(id), kind=Slug(kind))
            unit = UnitOfWork(self.application)
            unit.append(MILESTONE, id, [reached])
            self.application.commit(unit)

    def back_up(self) -> Path:
        """Copy the log as it stands."""
        self.application.close()
        copy = self.settings.data / "copy.sqlite3"
        shutil.copy(self.settings.data / "reporting.sqlite3", copy)
        self.application = self._started()
        return copy

    def restore(self, copy: Path) -> None:
        """Go back to the copy."""
        self.application.close()
        for path in self.settings.data.glob("reporting.sqlite3*"):
            path.unlink()
        shutil.copy(copy, self.settings.data / "reporting.sqlite3")
        self.application = self._started()
        self.application.log.begin_epoch()

    def told(self, after: str | None = None) -> list[Arrived]:
        """Its events as they travel, after one of them."""
        last, found = None, []
        for row in self.application.log.read(START, 1000):
            found.append(from_cloudevent(to_cloudevent(self.application.source, row, last)))
            last = row.id
        return [each for each in found if after is None or each.sequence > after]

    def _started(self) -> Application:
        application = Application(reporting, self.settings)
        prepare(application)
        return application


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    found = Centre(tmp_path / "centre")
    yield found
    found.application.close()


@pytest.fixture
def inbox(province: Application) -> Inbox:
    return Inbox(province, f"/tambon/{SITE}/reporting", sleep=lambda _: None)


def shown(province: Application) -> set[str]:
    """Kinds of milestones the province shows of the site."""
    query = select(milestones.c.kind).where(milestones.c.tambon == SITE)
    return {row["kind"] for row in province.reader.all(query)}


@pytest.fixture
def gone_back(centre: Centre, inbox: Inbox) -> Centre:
    """The centre told of three, went back to one, and told of another."""
    centre.reaches("centre-founded")
    copy = centre.back_up()
    centre.reaches("assembly-held", "plan-adopted")
    assert not inbox.receive(centre.told())
    centre.restore(copy)
    centre.reaches("grant-asked")
    assert inbox.receive(centre.told(inbox.sequence))
    assert not inbox.diverged()
    return centre


def test_it_is_held_and_what_was_read_stays_shown(
    gone_back: Centre, inbox: Inbox, province: Application
) -> None:
    assert inbox.receive(gone_back.told(inbox.sequence))
    assert shown(province) == {"centre-founded", "assembly-held", "plan-adopted"}
    (found,) = held(province.database)
    assert (found.source, found.sequence, found.decided_at) == (inbox.source, inbox.sequence, None)
    assert found.held_at
    assert not inbox.resolve()


def test_another_process_that_reads_knows_that_it_is_held(
    gone_back: Centre, inbox: Inbox, province: Application
) -> None:
    assert Inbox(province, inbox.source).is_held


def test_once_accepted_it_is_read_anew_and_what_was_read_is_kept(
    gone_back: Centre, inbox: Inbox, province: Application
) -> None:
    province.execute(AcceptRestoredRecord(tambon=TambonCode(SITE), reason=WHY))
    assert decided(province.database) == [inbox.source]
    assert inbox.resolve()
    assert not inbox.resolve()
    assert not inbox.receive(gone_back.told())
    inbox.told_all()
    assert shown(province) == {"centre-founded", "grant-asked"}
    assert held(province.database) == []
    assert not inbox.is_held


def test_what_it_told_before_is_compared_with_what_it_tells_now(
    gone_back: Centre, inbox: Inbox, province: Application
) -> None:
    province.execute(AcceptRestoredRecord(tambon=TambonCode(SITE), reason=WHY))
    inbox.resolve()
    inbox.receive(gone_back.told())
    inbox.told_all()
    found = compare(province.database, inbox.source)
    assert found is not None
    assert (found.before, found.now) == (3, 2)
    assert [each.before["kind"] for each in found.missing if each.before] == [
        "assembly-held",
        "plan-adopted",
    ]
    assert [each.now["kind"] for each in found.added if each.now] == ["grant-asked"]
    assert found.changed == ()
    assert compare(province.database, "/tambon/110114/reporting") is None
    assert compare(province.database, inbox.source, "2026-01-01") is None


def test_a_record_that_was_changed_by_hand_shows_when_compared(
    gone_back: Centre, inbox: Inbox, province: Application
) -> None:
    province.execute(AcceptRestoredRecord(tambon=TambonCode(SITE), reason=WHY))
    inbox.resolve()
    told = [
        from_cloudevent(each.body.replace(b'"centre-founded"', b'"grant-approved"'))
        for each in gone_back.told()
    ]
    inbox.receive(told)
    found = compare(province.database, inbox.source)
    assert found is not None
    (changed,) = found.changed
    assert changed.before is not None
    assert changed.now is not None
    assert (changed.before["kind"], changed.now["kind"]) == ("centre-founded", "grant-approved")


def test_restored_once_more_to_what_was_read_it_is_held_no_longer(
    centre: Centre, inbox: Inbox, province: Application
) -> None:
    centre.reaches("centre-founded")
    older = centre.back_up()
    centre.reaches("assembly-held")
    newer = centre.back_up()
    inbox.receive(centre.told())
    centre.restore(older)
    assert not inbox.diverged()
    centre.restore(newer)
    centre.reaches("plan-adopted")
    assert not inbox.receive(centre.told(inbox.sequence))
    assert shown(province) == {"centre-founded", "assembly-held", "plan-adopted"}
    assert held(province.database) == []


def test_there_is_nothing_to_accept_of_a_site_that_holds_what_it_told(
    province: Application, inbox: Inbox
) -> None:
    with pytest.raises(RuleBroken) as refused:
        province.execute(AcceptRestoredRecord(tambon=TambonCode(SITE), reason=WHY))
    assert refused.value.rule == "site-not-held"


def test_everything_can_be_asked_for_again_of_any_site(
    centre: Centre, inbox: Inbox, province: Application
) -> None:
    centre.reaches("centre-founded", "assembly-held")
    inbox.receive(centre.told())
    province.execute(RequestReplay(tambon=TambonCode(SITE), reason=WHY))
    assert not inbox.is_held
    assert inbox.resolve()
    assert inbox.place == (str(START), None)
    assert shown(province) == {"centre-founded", "assembly-held"}
    inbox.receive(centre.told())
    inbox.told_all()
    assert not inbox.is_gathered
    assert shown(province) == {"centre-founded", "assembly-held"}
    found = compare(province.database, inbox.source)
    assert found is not None
    assert (found.missing, found.added, found.changed) == ((), (), ())
    assert len(occasions(province.database, inbox.source)) == 1


def test_until_the_site_answers_what_was_read_stays_shown(
    gone_back: Centre, inbox: Inbox, province: Application
) -> None:
    province.execute(AcceptRestoredRecord(tambon=TambonCode(SITE), reason=WHY))
    assert inbox.resolve()
    assert shown(province) == {"centre-founded", "assembly-held", "plan-adopted"}
    later = Inbox(province, inbox.source)
    assert later.place == (str(START), None)
    assert not later.receive(gone_back.told())
    assert shown(province) == {"centre-founded", "assembly-held", "plan-adopted"}
    later.told_all()
    assert shown(province) == {"centre-founded", "grant-asked"}


def test_while_it_is_read_anew_what_was_known_stays_shown_and_is_marked(
    gone_back: Centre, inbox: Inbox, province: Application
) -> None:
    province.execute(AcceptRestoredRecord(tambon=TambonCode(SITE), reason=WHY))
    assert inbox.resolve()
    gone_back.reaches("institution-formed", "savings-pooled")
    told = gone_back.told()
    for each in told[:-1]:
        assert not inbox.receive([each])
        assert shown(province) == {"centre-founded", "assembly-held", "plan-adopted"}
        assert [row["state"] for row in province.reader.all(list_held())] == ["reading-anew"]
        assert not inbox.resolve()
    # another process goes on where this one ended
    later = Inbox(province, inbox.source)
    prepare(province)
    assert later.is_gathered
    assert not later.receive(told)
    assert later.place[0] < later.sequence
    assert shown(province) == {"centre-founded", "assembly-held", "plan-adopted"}
    later.told_all()
    assert shown(province) == {
        "centre-founded", "grant-asked", "institution-formed", "savings-pooled"
    }  # fmt: skip
    assert held(province.database) == []
    assert later.place == (later.sequence, later.last_id)


def test_what_has_a_gap_is_not_all(gone_back: Centre, inbox: Inbox, province: Application) -> None:
    province.execute(AcceptRestoredRecord(tambon=TambonCode(SITE), reason=WHY))
    inbox.resolve()
    gone_back.reaches("institution-formed")
    first, _, last = gone_back.told()
    assert inbox.receive([first, last])
    inbox.told_all()
    assert shown(province) == {"centre-founded", "assembly-held", "plan-adopted"}
    assert not inbox.receive(gone_back.told())
    inbox.told_all()
    assert shown(province) == {"centre-founded", "grant-asked", "institution-formed"}


def test_restored_again_while_it_is_read_anew_it_begins_once_more(
    gone_back: Centre, inbox: Inbox, province: Application
) -> None:
    province.execute(AcceptRestoredRecord(tambon=TambonCode(SITE), reason=WHY))
    inbox.resolve()
    copy = gone_back.back_up()
    gone_back.reaches("savings-pooled")
    inbox.receive(gone_back.told())
    gone_back.restore(copy)
    assert inbox.diverged()
    assert inbox.place == (str(START), None)
    assert shown(province) == {"centre-founded", "assembly-held", "plan-adopted"}
    assert not inbox.receive(gone_back.told())
    inbox.told_all()
    assert shown(province) == {"centre-founded", "grant-asked"}
    assert len(occasions(province.database, inbox.source)) == 1


def test_an_event_that_cannot_be_shown_is_a_dead_letter_also_while_it_is_read_anew(
    gone_back: Centre, inbox: Inbox, province: Application
) -> None:
    province.execute(AcceptRestoredRecord(tambon=TambonCode(SITE), reason=WHY))
    inbox.resolve()
    first, second = gone_back.told()
    spoilt = second.body.replace(b'"milestone_id"', b'"what"')
    inbox.receive([first, from_cloudevent(spoilt)])
    inbox.told_all()
    assert shown(province) == {"centre-founded"}
    assert province.database.rows("SELECT count(*) FROM dead_letters") == [(1,)]


def test_a_release_that_takes_more_kinds_of_events_loses_nothing_of_a_site_that_is_away(
    centre: Centre, inbox: Inbox, province: Application
) -> None:
    centre.reaches("centre-founded")
    inbox.receive(centre.told())
    province.database.write(
        [("UPDATE subscriptions SET follows = 'bangduan.reporting.MilestoneReached'", ())]
    )
    after = Inbox(province, inbox.source)
    assert shown(province) == {"centre-founded"}
    assert after.place == (str(START), None)
    centre.reaches("plan-adopted")
    assert not after.receive(centre.told(after.sequence))
    after = Inbox(province, inbox.source)
    assert not after.receive(centre.told())
    assert shown(province) == {"centre-founded", "plan-adopted"}
    after.told_all()
    assert not after.is_gathered
    assert shown(province) == {"centre-founded", "plan-adopted"}
    assert after.place == (after.sequence, after.last_id)
    assert Inbox(province, inbox.source).place == after.place


def test_what_was_decided_of_a_site_outlives_news_of_it(
    centre: Centre, inbox: Inbox, province: Application
) -> None:
    centre.reaches("centre-founded")
    inbox.receive(centre.told())
    province.execute(RequestReplay(tambon=TambonCode(SITE), reason=WHY))
    centre.reaches("assembly-held")
    inbox.receive(centre.told(inbox.sequence))
    assert decided(province.database) == [inbox.source]


def test_the_accounts_of_the_province_itself_are_never_held(
    province: Application, caplog: pytest.LogCaptureFixture
) -> None:
    own = Inbox(province, "/tambon/110000/accounts")
    with caplog.at_level(logging.ERROR):
        assert own.diverged()
    assert held(province.database) == []


def test_a_site_that_is_followed_no_longer_stays_when_tables_are_built_anew(
    centre: Centre, inbox: Inbox, province: Application
) -> None:
    centre.reaches("centre-founded")
    inbox.receive(centre.told())
    alone = Application(province.service, dataclasses.replace(province.settings, sites=()))
    rebuild(alone, SITES)
    assert shown(alone) == {"centre-founded"}
    alone.close()


@pytest.fixture
def officer(province: Application) -> FlaskClient:
    return client_of(province, "province_officer")


def test_an_officer_sees_decides_and_compares_over_the_api(
    gone_back: Centre, inbox: Inbox, officer: FlaskClient
) -> None:
    base = "/province/api/v1"

    def asked(path: str) -> Any:
        return officer.get(f"{base}{path}").get_json()

    def is_marked() -> bool:
        return "กำลังอ่านใหม่ทั้งหมด" in officer.get(f"/province/tambons/{SITE}").get_data(as_text=True)

    (item,) = asked("/held-sites")["items"]
    assert not is_marked()
    assert (item["tambon"], item["state"]) == (SITE, "held")
    assert officer.get(f"{base}/sites/{SITE}/restored-record").status_code == 404
    answer = officer.post(f"{base}/sites/{SITE}/restored-record", json={"reason": WHY})
    assert answer.status_code == 200, answer.get_json()
    assert [each["state"] for each in asked("/held-sites")["items"]] == ["reading-anew"]
    assert is_marked()
    inbox.resolve()
    inbox.receive(gone_back.told())
    inbox.told_all()
    assert asked("/held-sites")["items"] == []
    assert not is_marked()
    found = asked(f"/sites/{SITE}/restored-record")
    assert (found["missing"], found["added"], found["changed"]) == (2, 1, 0)
    assert [each["kind"] for each in found["items"]] == ["missing", "missing", "added"]


def test_an_officer_sees_on_a_page_which_events_differ(
    gone_back: Centre, inbox: Inbox, province: Application, officer: FlaskClient
) -> None:
    connection = f"/province/connections/{SITE}"
    here = f"{connection}/restored-record"

    def seen(path: str) -> str:
        answer = officer.get(path)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    assert here in seen(connection)
    before = seen(here)
    assert "เหตุการณ์สุดท้ายที่อ่านไว้" in before
    province.execute(AcceptRestoredRecord(tambon=TambonCode(SITE), reason=WHY))
    inbox.resolve()
    inbox.receive([*gone_back.told()][:1])
    assert "กำลังอ่านบันทึกของตำบลใหม่" in seen(here)
    inbox.receive(gone_back.told())
    inbox.told_all()
    rows = list(csv.reader(io.StringIO(officer.get(f"{here}?format=csv").get_data().decode())))
    assert [row[:2] for row in rows[1:]] == [["1", "ไม่มีแล้ว"], ["2", "ไม่มีแล้ว"], ["3", "มีเพิ่ม"]]
    assert [(bool(row[4]), bool(row[5])) for row in rows[1:]] == [
        (True, False), (True, False), (False, True)
    ]  # fmt: skip
    assert here in seen(connection)
    assert rows[1][3] in seen(here)
    assert officer.get(f"{here}?at=2026-01-01").status_code == 404
    assert officer.get("/province/connections/110108/restored-record").status_code == 404


def test_nobody_is_told_at_a_log_that_never_went_back(centre: Centre) -> None:
    assert diverged_answers(centre.application.database) == []
