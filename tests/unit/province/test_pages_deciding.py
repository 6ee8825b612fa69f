"""What an officer does on the pages: reviews, locks, targets, connections; and who may not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bangduan.days import today
from bangduan.events.types import Count, Slug, TambonCode
from bangduan.permissions import permission_of
from bangduan.web.translate.audit import faults
from services.province.domain.period import LockPeriod
from services.province.domain.periods import month_before
from services.province.domain.review import ApproveReport
from services.province.domain.site import RegisterSite
from services.province.domain.target import SetTarget
from services.province.pages import PAGES
from services.province.pages.targets import amount_of
from services.province.service import service
from tests.unit.province.pages_kit import BANG_DUAN, BANG_PU_MAI, Province, reported

MONTH = month_before(today())
NOW = datetime.combine(today(), datetime.min.time(), UTC) + timedelta(hours=1)
LONG_AGO = NOW - timedelta(days=45)
PERIOD = f"/province/periods/{MONTH}"


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Province]:
    found = Province(tmp_path)
    found.signs_in("province_officer")
    yield found
    found.close()


def two_sites_report(province: Province) -> None:
    for site in (BANG_DUAN, BANG_PU_MAI):
        province.hears(site, reported("meetings-held", 2, period=MONTH), at=LONG_AGO)
        province.hears(site, reported("organisations", 5), at=NOW)


# -- nothing is left out ---------------------------------------------------------------------------


def test_whatever_a_client_may_do_can_be_done_on_a_page() -> None:
    resources = PAGES.resources.values()
    offered = {c for each in resources for c in (each.create, *each.actions)}
    offered |= {c for each in resources for related in each.related for c in related.actions}
    allowed = {c for aggregate in service.aggregates for c in aggregate.commands}
    # a target is typed in baht and percent, on a form of its own
    assert {c for c in allowed if permission_of(c)} == (offered - {None}) | {SetTarget}


def test_every_word_is_said_in_thai_and_in_english() -> None:
    assert faults("province") == []


# -- review ----------------------------------------------------------------------------------------


def test_a_report_is_approved_from_the_page_of_its_period(province: Province) -> None:
    two_sites_report(province)
    page = province.shows(PERIOD)
    link = f"{PERIOD}/do/approve-report?tambon={BANG_DUAN}"
    assert link in page
    form = province.shows(link)
    assert f'<option value="{BANG_DUAN}" selected>' in form
    province.sends(f"{PERIOD}/do/approve-report", tambon=BANG_DUAN)
    assert link not in province.shows(PERIOD)
    assert "รับรองแล้ว" in province.shows(PERIOD)


def test_several_reports_are_approved_at_once_and_the_period_is_locked_then(
    province: Province,
) -> None:
    two_sites_report(province)
    assert f"{PERIOD}/do/lock-period" not in province.shows(PERIOD)
    page = province.shows(f"{PERIOD}/approving")
    assert page.count('type="checkbox"') == 2
    data = {"tambon": [BANG_DUAN, BANG_PU_MAI], "form_token": province.form_token}
    assert province.client.post(f"{PERIOD}/approving", data=data).status_code == 303
    assert "ไม่มีรายงานที่รอรับรอง" in province.shows(f"{PERIOD}/approving")
    province.sends(f"{PERIOD}/do/lock-period")
    page = province.shows(PERIOD)
    assert f"{PERIOD}/do/reopen-period" in page
    assert f"{PERIOD}/do/return-report" not in page


def test_a_change_after_the_lock_is_shown_beside_what_was_locked(province: Province) -> None:
    province.hears(BANG_DUAN, reported("meetings-held", 2, period=MONTH), at=LONG_AGO)
    province.hears(BANG_DUAN, reported("organisations", 5), at=NOW)
    approve = ApproveReport(tambon=TambonCode(BANG_DUAN), period=Slug(MONTH))
    province.application.execute(approve)
    province.application.execute(LockPeriod(period=Slug(MONTH)))
    province.hears(BANG_DUAN, reported("meetings-held", 9, period=MONTH), at=NOW)
    page = province.shows(PERIOD)
    changed = page[page.index('id="list-late-changes"') :]
    assert "การประชุมที่จัด" in changed
    assert ">2<" in changed
    assert ">9<" in changed


def test_a_sub_district_is_chosen_by_its_name(province: Province) -> None:
    two_sites_report(province)
    for action in ("approve-report", "return-report", "excuse-site"):
        page = province.shows(f"{PERIOD}/do/{action}")
        assert f'<option value="{BANG_DUAN}">บางด้วน {BANG_DUAN}</option>' in page
        assert '<select id="f-tambon" name="tambon"' in page
    where = province.sends(f"{PERIOD}/do/approve-report", tambon=BANG_DUAN)
    assert where.startswith(PERIOD)


def test_the_list_of_periods_says_how_each_stands(province: Province) -> None:
    two_sites_report(province)
    rows = province.table("/province/periods")
    assert rows[1][1:5] == ["ยังไม่ปิดงวด", "ไม่มีบันทึก", "2", "2"]


def test_a_report_is_refused_with_the_reason_in_words(province: Province) -> None:
    province.hears(BANG_DUAN, reported("organisations", 5), at=LONG_AGO)
    data = {"tambon": BANG_PU_MAI, "form_token": province.form_token}
    answer = province.client.post(f"{PERIOD}/do/approve-report", data=data)
    assert answer.status_code == 409
    assert "ยังไม่มีตัวเลขของงวด" in answer.get_data(as_text=True)


# -- targets and deadlines -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "unit", "kept"),
    [
        ("270,000", "satang", 27_000_000),
        ("๑๒.๕", "satang", 1_250),
        ("72.5", "hundredths-of-percent", 7_250),
        ("12", "things", 12),
        ("1.5", "things", None),
        ("-3", "things", None),
        ("สิบ", "people", None),
        ("", "satang", None),
    ],
)
def test_a_target_is_typed_in_the_unit_people_speak_of(
    typed: str, unit: str, kept: int | None
) -> None:
    assert amount_of(typed, unit) == kept


def test_a_target_is_set_in_baht_and_shown_beside_the_values(province: Province) -> None:
    asked = reported("grant-money", 30_000_000, cell="asked", unit="satang")
    province.hears(BANG_DUAN, asked, at=NOW)
    led_to = province.sends(
        "/province/targets/set",
        measure="grant-money.asked", period="to-date", goal="at_least", amount="270,000",
    )  # fmt: skip
    assert "270,000 บาท" in province.shows(led_to)
    assert "ถึงเป้า ≥ 270,000" in province.shows("/province/comparison?show=grant-money")
    assert "งบประมาณภายนอก · เสนอขอ" in province.shows("/province/targets")


def test_a_ratio_has_a_target_as_well_and_nothing_is_said_where_it_is_not_known(
    province: Province,
) -> None:
    existing, integrated = (
        reported("funds", 6, cell="existing"), reported("funds", 3, cell="integrated"),
    )  # fmt: skip
    province.hears(BANG_DUAN, existing, integrated)
    province.hears(BANG_PU_MAI, existing)
    led_to = province.sends(
        "/province/targets/set",
        measure="ratio.funds-integrated", period="to-date", goal="at_least", amount="62.5",
    )  # fmt: skip

    assert "62.5%" in province.shows(led_to)
    rows = province.table("/province/comparison?show=ratio")
    assert [row[1] for row in rows[1:3]] == ["ไม่ทราบ ? เป้า ≥ 62.5%", "50.0% ✗ ยังไม่ถึงเป้า ≥ 62.5%"]
    assert "ไม่ถึงเป้า ≥ 62.5%" in province.shows(f"/province/tambons/{BANG_DUAN}")
    [_, row] = province.table("/province/targets")
    assert (row[0], row[-1]) == ("สัดส่วนกองทุนที่บูรณาการแล้ว", "62.5%")


def test_a_target_of_a_locked_period_is_judged_by_what_was_locked(province: Province) -> None:
    held = reported("meetings-held", 2, period="2008-06")
    july = datetime(2008, 7, 2, tzinfo=UTC)
    province.hears(BANG_DUAN, reported("meetings-held", 2), held, at=july)
    for command in (
        SetTarget(indicator=Slug("meetings-held"), period=Slug("2008-06"), value=Count(5)),
        ApproveReport(tambon=TambonCode(BANG_DUAN), period=Slug("2008-06")),
        LockPeriod(period=Slug("2008-06")),
    ):
        province.application.execute(command)
    restated = reported("meetings-held", 9, period="2008-06")
    province.hears(BANG_DUAN, restated, at=datetime(2008, 8, 2, tzinfo=UTC))

    page = province.table("/province/comparison?show=meetings-held&period=2008-06")
    assert page[1][1] == "2 ✗ ยังไม่ถึงเป้า ≥ 5"


def test_a_target_that_cannot_be_is_refused_and_what_was_typed_stays(province: Province) -> None:
    data = {
        "measure": "villages.total", "period": "to-date", "amount": "many",
        "form_token": province.form_token,
    }  # fmt: skip
    answer = province.client.post("/province/targets/set", data=data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "โปรดเขียนเป็นตัวเลข" in page
    assert 'value="many"' in page
    assert '<option value="villages.total" selected>' in page


def test_a_deadline_is_set_and_listed(province: Province) -> None:
    province.sends("/province/deadlines/new", from_period="2026-01", day_of_month="15")
    assert province.table("/province/deadlines")[1] == ["มกราคม 2569", "15"]


# -- connections -----------------------------------------------------------------------------------


def test_every_tambon_is_listed_and_the_next_step_is_said(province: Province) -> None:
    # fifty to a page, and all fifty of the province
    assert len(province.table("/province/connections")) == 51
    here = f"/province/connections/{BANG_DUAN}"
    assert "ขึ้นทะเบียนตำบลก่อน" in province.shows(here)
    province.sends(f"{here}/do/register-site")
    page = province.shows(here)
    assert f"bangduan province enrol {BANG_DUAN}" in page
    assert f"{here}/do/register-site" not in page


def test_a_site_is_suspended_with_a_reason_and_how_it_stood_before_is_kept(
    province: Province,
) -> None:
    province.application.execute(RegisterSite(tambon=TambonCode(BANG_DUAN)))
    here = f"/province/connections/{BANG_DUAN}"
    province.sends(f"{here}/do/suspend-site", reason="เครื่องหาย (สมมติ)")
    assert "เครื่องหาย (สมมติ)" in province.shows(here)
    assert f"bangduan province enrol {BANG_DUAN}" in province.shows(f"{here}?version=1")


def test_only_a_site_whose_log_went_back_is_accepted_as_restored(province: Province) -> None:
    province.hears(BANG_DUAN, reported("organisations", 5), at=NOW)
    here = f"/province/connections/{BANG_DUAN}"
    page = province.shows(here)
    assert f"{here}/do/request-replay" in page
    assert f"{here}/do/accept-restored-record" not in page
    data = {"reason": "กู้คืน (สมมติ)", "form_token": province.form_token}
    answer = province.client.post(f"{here}/do/accept-restored-record", data=data)
    assert answer.status_code == 409


def test_a_code_that_nobody_has_has_no_connection(province: Province) -> None:
    assert province.client.get("/province/connections/990101").status_code == 404


# -- who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["analyst", "auditor"])
def test_who_only_reads_sees_and_may_not_decide(province: Province, role: str) -> None:
    two_sites_report(province)
    province.signs_in(role)  # type: ignore[arg-type]
    page = province.shows(PERIOD)
    assert "/do/approve-report" not in page
    assert f"{PERIOD}/approving" not in page
    for path in (f"{PERIOD}/approving", "/province/targets/set", f"{PERIOD}/do/lock-period"):
        assert province.client.get(path).status_code == 403
