"""The pages of the meetings service: what they show, and that they leave nothing out."""

import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.events.meetings import AgendaPart, MinutesSection, MotionMoved
from bangduan.events.types import Count, EntityId, Line, PositiveCount, Prose, Quantity, Slug
from bangduan.permissions import permission_of
from bangduan.testing.access import Keys
from bangduan.testing.store.bench import new_id
from bangduan.web.app import create_app
from bangduan.web.sessions import COOKIE
from bangduan.web.translate.audit import faults
from bangduan.web.translate.catalogues import LANGUAGES, translations
from services.meetings.domain.body import RegisterBody
from services.meetings.domain.meeting.agenda import AddAgendaItem
from services.meetings.domain.meeting.attendance import RecordHeadCount
from services.meetings.domain.meeting.calling import ConveneMeeting
from services.meetings.domain.meeting.chair import OpenMeeting
from services.meetings.domain.meeting.closing import CarryOutResolution, CloseMeeting
from services.meetings.domain.meeting.elections import HoldElection
from services.meetings.domain.meeting.motions import DeclareOutcome, MoveMotion
from services.meetings.domain.minutes import WriteMinutes
from services.meetings.domain.plan import DraftPlan, WritePlanLine
from services.meetings.domain.problem import CloseProblem, RaiseProblem, RankProblem
from services.meetings.domain.registry import AGENDA_PARTS, OFFICES, THEMES
from services.meetings.domain.regulation import DraftRegulation, WriteArticle
from services.meetings.pages import PAGES
from services.meetings.projections import lists
from services.meetings.service import service


def new() -> EntityId:
    """An id of something new."""
    return EntityId(new_id())


class Browser:
    """A browser of the administrator's."""

    def __init__(self, meetings: Application) -> None:
        value, self.form_token = Keys().cookie(meetings, "administrator")
        self._client: FlaskClient = create_app(meetings, [service]).test_client()
        self._client.set_cookie(COOKIE, value)

    def sees(self, path: str) -> str:
        """A page."""
        answer = self._client.get(f"/meetings{path}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_data(as_text=True)

    def fills(self, path: str, **typed: str) -> dict[str, str]:
        """What a form would send: what it holds already, and what was typed."""
        hidden = re.findall(
            r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', self.sees(path)
        )
        return {**dict(hidden), **typed, "form_token": self.form_token}

    def sends(self, path: str, form: dict[str, str]) -> None:
        """Send a form."""
        answer = self._client.post(f"/meetings{path}", data=form)
        assert answer.status_code == 303, answer.get_data(as_text=True)


@pytest.fixture
def browser(meetings: Application) -> Browser:
    """A browser of the administrator's."""
    return Browser(meetings)


def _meeting(
    meetings: Application, *, held_on: date | None = None, title: str = "ประชุมคณะทำงาน"
) -> EntityId:
    body_id, meeting_id = new(), new()
    meetings.execute(RegisterBody(body_id=body_id, name=Line("คณะทำงาน")))
    meetings.execute(
        ConveneMeeting(
            meeting_id=meeting_id,
            kind="committee",
            body_id=body_id,
            title=Line(title),
            numbered=held_on is not None,
            held_on=held_on,
        )
    )
    return meeting_id


def _open(meetings: Application, held_on: date | None = None) -> EntityId:
    meeting_id = _meeting(meetings, held_on=held_on)
    meetings.execute(OpenMeeting(meeting_id=meeting_id))
    meetings.execute(RecordHeadCount(meeting_id=meeting_id, present=Quantity(value=Count(12))))
    return meeting_id


def _resolved(meetings: Application, meeting_id: EntityId, text: str) -> EntityId:
    motion_id, resolution_id = new(), new()
    meetings.execute(MoveMotion(meeting_id=meeting_id, motion_id=motion_id, text=Prose(text)))
    meetings.execute(
        DeclareOutcome(
            meeting_id=meeting_id, motion_id=motion_id, resolution_id=resolution_id, carried=True
        )
    )
    return resolution_id


def _problem(meetings: Application, urgency: int | None = None) -> EntityId:
    problem_id = new()
    meetings.execute(RaiseProblem(problem_id=problem_id, title=Line("น้ำท่วมถนน")))
    if urgency is not None:
        meetings.execute(RankProblem(problem_id=problem_id, urgency=PositiveCount(urgency)))
    return problem_id


# -- nothing is left out ---------------------------------------------------------------------------


def test_whatever_a_client_may_do_can_be_done_on_a_page() -> None:
    resources = PAGES.resources.values()
    offered = {c for each in resources for c in (each.create, *each.actions)}
    offered |= {c for each in resources for related in each.related for c in related.actions}
    allowed = {c for aggregate in service.aggregates for c in aggregate.commands}
    assert {c for c in allowed if permission_of(c)} == offered - {None}


def test_every_word_is_said_in_thai_and_in_english() -> None:
    assert faults("meetings") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_an_open_registry_that_is_known_is_said(language: str) -> None:
    said = translations("meetings", language)
    known = {*THEMES, *OFFICES}
    assert [name for name in sorted(known) if said.pgettext("value", name) == name] == []


def test_the_parts_of_an_agenda_are_called_as_the_official_form_calls_them() -> None:
    thai = translations("meetings", "th")
    for place, (part, (name, _)) in enumerate(AGENDA_PARTS.items(), start=1):
        assert thai.pgettext("value", part) == f"ระเบียบวาระที่ {place} {name}"


# -- what they show --------------------------------------------------------------------------------


def test_a_meeting_is_listed_under_its_number_of_the_buddhist_year(
    meetings: Application, browser: Browser
) -> None:
    _meeting(meetings, held_on=date(2008, 6, 30))
    assert "1/2551" in browser.sees("/meetings")


def test_an_agenda_is_in_the_order_of_its_official_parts(meetings: Application) -> None:
    meeting_id = _meeting(meetings)
    parts: tuple[AgendaPart, ...] = ("other", "notices", "for_consideration", "previous_minutes")
    for part in parts:
        meetings.execute(
            AddAgendaItem(meeting_id=meeting_id, item_id=new(), part=part, title=Line("เรื่อง"))
        )
    rows = meetings.reader.all(lists.list_agenda(meeting_id))
    assert [row["part"] for row in rows] == [part for part in AGENDA_PARTS if part in parts]


def test_a_meeting_offers_what_its_stage_allows(meetings: Application, browser: Browser) -> None:
    meeting_id = _meeting(meetings)
    called = browser.sees(f"/meetings/{meeting_id}")
    assert "do/open-meeting" in called
    assert "do/close-meeting" not in called
    meetings.execute(OpenMeeting(meeting_id=meeting_id))
    held = browser.sees(f"/meetings/{meeting_id}")
    assert "do/open-meeting" not in held
    assert "do/close-meeting" in held
    meetings.execute(CloseMeeting(meeting_id=meeting_id))
    over = browser.sees(f"/meetings/{meeting_id}")
    assert "do/close-meeting" not in over
    assert "do/write-minutes" in over


def test_the_lines_of_a_plan_can_be_changed_on_its_page(
    meetings: Application, browser: Browser
) -> None:
    plan_id, line_id = new(), new()
    meetings.execute(DraftPlan(plan_id=plan_id, title=Line("แผนพัฒนา")))
    meetings.execute(
        WritePlanLine(plan_id=plan_id, line_id=line_id, theme=Slug("drugs"), title=Line("ค่าย"))
    )
    page = browser.sees(f"/plans/{plan_id}")
    assert f"do/drop-plan-line?line_id={line_id}" in page
    assert "แก้ไขปัญหายาเสพติด" in page


def test_a_project_is_proposed_without_choosing_one_and_once_however_often_it_is_sent(
    meetings: Application, browser: Browser
) -> None:
    path = f"/meetings/{_open(meetings)}/do/move-motion"
    form = browser.fills(
        path,
        text="จัดทำโครงการเสียงตามสาย",
        subject="project_proposal",
        **{"project.title": "เสียงตามสาย", "project.theme": "public-relations"},
    )
    browser.sends(path, form)
    browser.sends(path, form)
    (moved,) = (
        event
        for row in meetings.log.read()
        if isinstance(event := meetings.log.event(row), MotionMoved)
    )
    assert moved.project is not None
    assert moved.project.title == "เสียงตามสาย"


def test_an_election_may_seat_a_committee_that_is_not_there_yet(
    meetings: Application, browser: Browser
) -> None:
    meeting_id = _open(meetings)
    path = f"/meetings/{meeting_id}/do/hold-election"
    form = browser.fills(path, committee_name="คณะทำงาน", seats="15", unnamed="15")
    browser.sends(path, form)
    (election,) = meetings.reader.all(lists.list_elections(meeting_id))
    assert election["unnamed"] == 15
    assert election["committee_id"]


# -- still to be done ------------------------------------------------------------------------------


def test_meetings_to_come_are_by_day_and_those_that_are_over_are_left_out(
    meetings: Application,
) -> None:
    later = _meeting(meetings, held_on=date(2009, 3, 1))
    undated = _meeting(meetings)
    sooner = _meeting(meetings, held_on=date(2009, 2, 1))
    over = _open(meetings, held_on=date(2009, 1, 1))
    meetings.execute(CloseMeeting(meeting_id=over))
    rows = meetings.reader.all(lists.coming_meetings())
    assert [row["meeting_id"] for row in rows] == [sooner, later, undated]


def test_open_problems_are_the_most_urgent_first(meetings: Application) -> None:
    unranked, second, first = _problem(meetings), _problem(meetings, 2), _problem(meetings, 1)
    closed = _problem(meetings, 1)
    meetings.execute(CloseProblem(problem_id=closed, outcome="solved"))
    rows = meetings.reader.all(lists.urgent_problems())
    assert [row["problem_id"] for row in rows] == [first, second, unranked]


def test_resolutions_wait_until_they_are_carried_out_and_an_election_never_does(
    meetings: Application,
) -> None:
    meeting_id = _open(meetings)
    done, to_do = (_resolved(meetings, meeting_id, text) for text in ("ซื้อเครื่อง", "อบรม"))
    meetings.execute(CarryOutResolution(meeting_id=meeting_id, resolution_id=done))
    meetings.execute(
        HoldElection(
            meeting_id=meeting_id,
            resolution_id=new(),
            committee_id=new(),
            committee_name=Line("คณะทำงาน"),
            seats=PositiveCount(3),
            unnamed=Count(3),
        )
    )
    (row,) = meetings.reader.all(lists.resolutions_to_carry_out())
    assert (row["resolution_id"], row["progress"]) == (to_do, "to_do")


def test_everybody_is_told_of_the_meetings_to_come_and_of_no_other(
    meetings: Application,
) -> None:
    everybody = create_app(meetings, [service]).test_client()

    def notices() -> str:
        answer = everybody.get("/meetings/fragments/public?lang=en")
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    assert "No meeting is called at present." in notices()
    body = new()
    meetings.execute(RegisterBody(body_id=body, name=Line("ที่ประชุมประชาคม")))
    called = {}
    for title, held_on in (("ที่จะมาถึง", date(2140, 1, 2)), ("ที่แล้วมา", date(2008, 6, 30))):
        called[title] = new()
        meetings.execute(
            ConveneMeeting(
                meeting_id=called[title], body_id=body, kind="assembly", title=Line(title),
                numbered=False, held_on=held_on, place=Line("ศาลาประชาคม"),
                begins_at=Line("09:30"),
            )
        )  # fmt: skip
    meetings.execute(
        AddAgendaItem(
            meeting_id=called["ที่จะมาถึง"], item_id=new(), part="for_consideration",
            title=Line("แผนพัฒนาตำบล"),
        )
    )  # fmt: skip
    page = notices()
    for told in (
        "ที่จะมาถึง",
        "2 January 2140",
        "at 09:30",
        "ศาลาประชาคม",
        "ที่ประชุมประชาคม",
        "แผนพัฒนาตำบล",
    ):
        assert told in page
    assert "ที่แล้วมา" not in page


def test_minutes_written_again_begin_with_what_was_written(
    meetings: Application, browser: Browser
) -> None:
    body, meeting = new(), new()
    meetings.execute(RegisterBody(body_id=body, name=Line("คณะทำงาน")))
    meetings.execute(
        ConveneMeeting(
            meeting_id=meeting,
            body_id=body,
            kind="committee",
            title=Line("ครั้งแรก"),
            numbered=False,
        )
    )
    meetings.execute(OpenMeeting(meeting_id=meeting))
    sections = (MinutesSection(part="other", text=Prose("ข้อความที่จดไว้แล้ว")),)
    meetings.execute(WriteMinutes(meeting_id=meeting, sections=sections))
    for page in ("minutes", "meetings"):
        form = browser.sees(f"/{page}/{meeting}/do/write-minutes")
        assert "ข้อความที่จดไว้แล้ว</textarea>" in form


def test_an_article_written_again_begins_with_its_text(
    meetings: Application, browser: Browser
) -> None:
    regulation = new()
    meetings.execute(DraftRegulation(regulation_id=regulation, title=Line("ระเบียบกลาง")))
    for number in (1, 2):
        meetings.execute(
            WriteArticle(
                regulation_id=regulation,
                number=PositiveCount(number),
                text=Prose(f"ความ {number}"),
            )
        )
    path = f"/regulations/{regulation}/do/write-article"
    assert "ความ 2</textarea>" in browser.sees(f"{path}?number=2")
    assert "</textarea>" in browser.sees(path)
    assert "ความ 2" not in browser.sees(path)
