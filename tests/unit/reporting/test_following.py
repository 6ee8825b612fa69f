"""What the events of the other services come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bangduan.domain import derived_id
from bangduan.events import funds, learning, meetings, membership
from bangduan.events.reporting import Cell, IndicatorReported
from bangduan.events.types import (
    Count,
    EntityId,
    Line,
    PositiveCount,
    Quantity,
    Satang,
    SignedSatang,
    Slug,
)
from services.reporting.chores import tell_members
from services.reporting.domain.period import ClosePeriod


def id_of(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


def organisation(name: str, kind: str, **more: Any) -> membership.OrganisationRegistered:
    return membership.OrganisationRegistered(
        organisation_id=id_of(name),
        kind=Slug(kind),
        name=Line(name),
        location="inside",
        holds_funds=False,
        **more,
    )


def closed(name: str, present: Quantity, **more: Any) -> meetings.MeetingClosed:
    return meetings.MeetingClosed(
        meeting_id=id_of(name),
        title=Line(name),
        body_id=id_of("body"),
        present=present,
        **{"kind": "assembly", "resolutions_passed": Count(0), **more},
    )


def joined(person: str, organisation: str, sex: Any = "female") -> membership.MemberJoined:
    return membership.MemberJoined(
        organisation_id=id_of(organisation), person_id=id_of(person), sex=sex
    )


EXACTLY_108 = Quantity(value=Count(108))
GRANT = id_of("grant")


def test_organisations_count_by_kind_until_they_are_dissolved(site: Any) -> None:
    site.hear(
        organisation("a", "village-fund"),
        organisation("b", "village-fund"),
        organisation("c", "sao"),
        membership.OrganisationDissolved(organisation_id=id_of("b")),
    )
    assert site.cells("organisations") == {"village-fund": 1, "sao": 1, "total": 2}


def test_an_assembly_without_a_date_counts_in_no_month(site: Any) -> None:
    site.hear(closed("assembly", EXACTLY_108))
    assert site.cells("meetings-held") == {"assembly": 1, "total": 1}
    assert site.cells("attendance") == {"assembly": 108, "total": 108}
    assert {row["period"] for row in site.tables()[0]} == {"to-date"}
    assert site.milestones()["assembly-held"]["reached_on"] is None


def test_a_dated_meeting_counts_in_its_month_and_fiscal_year(site: Any) -> None:
    day = date(2008, 6, 30)
    site.hear(
        closed(
            "first",
            Quantity(value=Count(12)),
            kind="committee",
            held_on=day,
            entitled=Count(15),
            number=PositiveCount(1),
            year=2551,
        )
    )
    assert site.cells("meetings-held", "2008-06") == {"committee": 1, "total": 1}
    assert site.cells("meetings-held", "fy2551") == {"committee": 1, "total": 1}
    assert site.cells("attendance-rate") == {"total": 8_000}
    figures = {f["figure"]: f["value"] for f in site.milestones()["committee-met"]["figures"]}
    assert figures == {"number": 1, "year": 2551, "present": 12, "entitled": 15}


def test_no_rate_is_made_of_a_number_that_is_only_bounded(site: Any) -> None:
    at_least_9 = Quantity(value=Count(9), bound="at_least")
    site.hear(closed("joint", at_least_9, kind="joint", entitled=Count(20)))
    assert site.cells("attendance-rate") == {}
    assert site.cells("attendance") == {"joint": (9, "at_least"), "total": (9, "at_least")}


def test_more_than_800_savers_stay_more_than_800(site: Any) -> None:
    site.hear(
        funds.SavingsPooled(
            institution_id=id_of("institution"),
            pooling=PositiveCount(1),
            savers=Quantity(value=Count(800), bound="at_least"),
        )
    )
    assert site.cells("savers") == {"total": (800, "at_least")}
    assert site.cells("savings-pooled") == {"total": (0, "at_least")}


def test_a_grant_is_followed_from_asking_to_completion(site: Any) -> None:
    site.hear(
        funds.GrantSubmitted(
            grant_id=GRANT,
            requested_satang=Satang(27_000_000),
            grantor_organisation_id=id_of("power plant"),
        ),
        funds.GrantApproved(grant_id=GRANT, approved_satang=None),
        funds.GrantCompleted(grant_id=GRANT, title=Line("x"), projects_completed=PositiveCount(1)),
    )
    assert site.cells("grants") == {"asked": 1, "approved": 1, "completed": 1}
    assert site.cells("grant-money") == {"asked": 27_000_000, "approved": (0, "at_least")}
    assert site.cells("grant-projects") == {"total": 1}


def test_a_grant_paid_in_instalments_is_received_once(site: Any) -> None:
    site.hear(
        *(
            funds.GrantReceived(
                grant_id=GRANT, instalment=PositiveCount(n), received_satang=Satang(100)
            )
            for n in (1, 2)
        )
    )
    assert site.cells("grants") == {"received": 1}
    assert site.cells("grant-money") == {"received": 200}


def test_a_receipt_that_was_a_mistake_counts_in_no_period(site: Any) -> None:
    received = funds.GrantReceived(
        grant_id=GRANT,
        instalment=PositiveCount(1),
        received_satang=Satang(100),
        received_on=date(2008, 9, 1),
    )
    reversed_ = funds.GrantReceiptReversed(
        grant_id=GRANT,
        stage="approved",
        instalment=PositiveCount(1),
        received_satang=Satang(100),
        entry_id=id_of("entry"),
        reversal_id=id_of("reversal"),
        reason=Line("x"),
    )
    site.hear(received, reversed_)
    for period in ("to-date", "2008-09", "fy2551"):
        assert site.cells("grants", period) == {"received": 0}
        assert site.cells("grant-money", period) == {"received": 0}
    site.hear(replace(received, instalment=PositiveCount(2), first=True))
    for period in ("to-date", "2008-09", "fy2551"):
        assert site.cells("grants", period) == {"received": 1}


def test_a_meeting_nobody_counted_at_is_told_without_a_number(site: Any) -> None:
    somebody = Quantity(value=Count(1), bound="at_least")
    site.hear(closed("joint", somebody, kind="joint", organisations_represented=Count(8)))
    figures = [figure["figure"] for figure in site.milestones()["joint-meeting-held"]["figures"]]
    assert figures == ["organisations-represented"]
    assert site.cells("attendance") == {"joint": (0, "at_least"), "total": (0, "at_least")}


def fund(name: str, kind: str = "village-fund") -> funds.FundOpened:
    return funds.FundOpened(
        fund_id=id_of(name), organisation_id=id_of(name), kind=Slug(kind), name=Line(name)
    )


def test_funds_integrated_are_set_against_those_that_exist(site: Any) -> None:
    site.hear(
        fund("a"),
        fund("b"),
        fund("institution", "community-finance-institution"),
        funds.FundIntegrated(fund_id=id_of("a"), institution_id=id_of("i"), as_lead=True),
    )
    assert site.cells("funds") == {"existing": 2, "integrated": 1}


def test_balances_and_not_entries_make_up_the_savings(site: Any) -> None:
    for number, balance in enumerate((-500, -300), start=1):
        site.hear(
            funds.EntryPosted(
                fund_id=id_of("a"),
                entry_id=id_of(str(number)),
                number=PositiveCount(number),
                movements=(
                    funds.Movement(
                        account=Slug("member-savings"),
                        kind="liability",
                        moved_satang=0,  # type: ignore[arg-type]
                        balance_satang=balance,  # type: ignore[arg-type]
                        source="own",
                    ),
                ),
            )
        )
    assert site.cells("savings") == {"total": 300}, "of what kind the fund is was never told"
    assert site.cells("money-sources") == {"own": 300, "total": 300}


def test_savings_are_told_by_kind_of_fund(site: Any) -> None:
    site.hear(
        fund("a", "savings-group"),
        funds.EntryPosted(
            fund_id=id_of("a"),
            entry_id=id_of("1"),
            number=PositiveCount(1),
            movements=(
                funds.Movement(
                    account=Slug("member-savings"),
                    kind="liability",
                    moved_satang=SignedSatang(-500),
                    balance_satang=SignedSatang(-500),
                    source="own",
                ),
            ),
        ),
    )
    assert site.cells("savings") == {"savings-group": 500, "total": 500}
    assert site.cells("fund-kinds") == {"savings-group": 1, "total": 1}


def test_a_livelihood_moves_to_its_source_of_money_once_that_is_known(site: Any) -> None:
    fish = id_of("fish")
    site.hear(
        learning.LivelihoodStarted(livelihood_id=fish, kind=Slug("fish"), name=Line("ปลา")),
        learning.LivelihoodFunded(livelihood_id=fish, source_of_money="power-plant-fund"),
    )
    assert site.cells("livelihoods") == {"unknown": 0, "power-plant-fund": 1, "total": 1}


def test_it_moves_in_the_periods_it_began_in(site: Any) -> None:
    fish = id_of("fish")
    site.hear(
        learning.LivelihoodStarted(
            livelihood_id=fish,
            kind=Slug("fish"),
            name=Line("ปลา"),
            started_on=date(2008, 9, 30),
        ),
        learning.LivelihoodFunded(livelihood_id=fish, source_of_money="own"),
    )
    for period in ("to-date", "2008-09", "fy2551"):
        assert site.cells("livelihoods", period) == {"unknown": 0, "own": 1, "total": 1}


def test_a_visit_counts_as_applied_in_the_month_of_the_visit(site: Any) -> None:
    visit = id_of("visit")
    site.hear(
        learning.StudyVisitHosted(visit_id=visit, topic=Line("เห็ด"), hosted_on=date(2008, 9, 30)),
        learning.StudyVisitFollowedUp(visit_id=visit, applied="yes", asked_on=date(2009, 1, 5)),
    )
    assert site.cells("study-visits", "2008-09") == {"hosted": 1, "applied": 1}
    site.hear(learning.StudyVisitFollowedUp(visit_id=visit, applied="no"))
    for period in ("to-date", "2008-09", "fy2551"):
        assert site.cells("study-visits", period) == {"hosted": 1, "applied": 0}


def test_what_a_month_had_told_is_said_when_it_is_restated(site: Any) -> None:
    received = [
        funds.GrantReceived(
            grant_id=GRANT,
            instalment=PositiveCount(number),
            received_satang=Satang(100 * number),
            received_on=date(2008, 9, 1),
        )
        for number in (1, 2)
    ]
    site.hear(*received)
    newest = [
        (event.period, event.was)
        for event in site.told()
        if isinstance(event, IndicatorReported) and event.indicator == "grant-money"
    ][-3:]
    before = (Cell(cell=Slug("received"), value=100),)
    assert newest == [("to-date", ()), ("2008-09", before), ("fy2551", before)]


def test_a_source_whose_day_was_another_leaves_the_periods_of_that_day(site: Any) -> None:
    for day in (date(2008, 9, 1), date(2008, 10, 1), None):
        site.hear(
            funds.GrantReceived(
                grant_id=GRANT,
                instalment=PositiveCount(1),
                received_satang=Satang(100),
                received_on=day,
            )
        )
    assert site.cells("grant-money") == {"received": 100}
    for period in ("2008-09", "fy2551", "2008-10", "fy2552"):
        assert site.cells("grant-money", period) == {"received": 0}


def test_members_are_told_from_the_fifth_on_and_never_who_they_are(site: Any) -> None:
    site.hear(organisation("group", "savings-group"))
    site.hear(*(joined(str(n), "group") for n in range(4)))
    site.tell_members(date(2024, 10, 1))
    assert site.cells("members") == {}, "too few joined for anything to be told"
    site.hear(joined("4", "group"))
    site.tell_members(date(2024, 10, 2))
    assert site.cells("members") == {"savings-group": 5, "total": 5}
    assert site.cells("members-by-sex") == {"female": 5, "total": 5}
    log = " ".join(row.payload for row in site.application.log.read_stream(_headcount(site), 0))
    assert log
    for n in range(5):
        assert id_of(str(n)) not in log
    assert id_of("group") not in log


def test_members_are_told_once_a_day_and_only_when_nobody_is_just_joining(site: Any) -> None:
    site.hear(organisation("group", "savings-group"))
    site.hear(*(joined(str(n), "group") for n in range(6)))
    tell_members(site.application, date(2024, 10, 1))
    assert site.cells("members") == {}, "somebody may be joining just now"
    tell_members(site.application, date(2024, 10, 1))
    assert site.cells("members")["total"] == 6
    site.hear(*(joined(str(n), "group") for n in range(6, 12)))
    site.tell_members(date(2024, 10, 1))
    assert site.cells("members")["total"] == 6
    site.tell_members(date(2024, 10, 2))
    assert site.cells("members")["total"] == 12


def test_members_of_a_dissolved_organisation_are_told_no_more(site: Any) -> None:
    site.hear(organisation("group", "savings-group"), organisation("fund", "village-fund"))
    site.hear(*(joined(str(n), "group" if n % 2 else "fund") for n in range(12)))
    site.tell_members(date(2024, 10, 1))
    site.hear(membership.OrganisationDissolved(organisation_id=id_of("group")))
    site.tell_members(date(2024, 10, 2))
    assert site.cells("members") == {"savings-group": 0, "village-fund": 6, "total": 6}


def test_how_many_joined_is_not_to_be_had_from_the_log(site: Any) -> None:
    site.hear(organisation("group", "savings-group"))
    before = len(site.told())
    site.hear(*(joined(str(n), "group") for n in range(4)))
    site.tell_members(date(2024, 10, 1))
    assert len(site.told()) == before


def test_few_savers_and_few_stated_members_are_left_out(site: Any) -> None:
    site.hear(
        organisation("a", "savings-group", member_count=Quantity(value=Count(30))),
        organisation("b", "savings-group", member_count=Quantity(value=Count(3))),
        funds.SavingsPooled(
            institution_id=id_of("i"), pooling=PositiveCount(1), savers=Quantity(value=Count(4))
        ),
    )
    assert site.cells("members-stated") == {
        "savings-group": (30, "at_least"),
        "total": (30, "at_least"),
    }
    assert site.cells("savers") == {"total": (0, "at_least")}
    assert [f["figure"] for f in site.milestones()["savings-pooled"]["figures"]] == []


def _headcount(site: Any) -> str:
    streams = site.application.database.rows("SELECT DISTINCT stream FROM events")
    return next(str(stream) for (stream,) in streams if stream.startswith("headcount-"))


def test_the_working_group_is_a_milestone_of_its_assembly(site: Any) -> None:
    site.hear(
        membership.CommitteeSeated(
            committee_id=id_of("group"),
            name=Line("คณะทำงาน"),
            seats=PositiveCount(15),
            chosen_by_meeting_id=id_of("assembly"),
        ),
        closed("assembly", EXACTLY_108),
    )
    told = site.milestones()
    assert told["working-group-seated"]["within_id"] == told["assembly-held"]["milestone_id"]


def test_hearing_an_event_twice_changes_nothing(site: Any) -> None:
    event = closed("assembly", EXACTLY_108)
    site.hear(event)
    before = site.tables()
    site.hear(event)
    assert site.tables() == before


BY_SERVICE: dict[str, list[object]] = {
    "membership": [
        organisation("group", "savings-group", member_count=Quantity(value=Count(30))),
        membership.VillageRegistered(village="11011301", name=Line("x")),  # type: ignore[arg-type]
        *(joined(str(n), "group", "male" if n % 2 else "female") for n in range(11)),
        membership.MemberLeft(organisation_id=id_of("group"), person_id=id_of("1"), sex="male"),
        membership.CommitteeSeated(
            committee_id=id_of("wg"),
            name=Line("คณะทำงาน"),
            seats=PositiveCount(15),
            chosen_by_meeting_id=id_of("assembly"),
        ),
    ],
    "meetings": [
        closed("assembly", EXACTLY_108),
        meetings.PlanDrafted(plan_id=id_of("plan"), title=Line("x"), meeting_id=id_of("first")),
        closed("first", Quantity(value=Count(15)), kind="committee", held_on=date(2008, 6, 30)),
    ],
    "funds": [
        fund("a"),
        funds.GrantSubmitted(
            grant_id=GRANT,
            requested_satang=Satang(27_000_000),
            grantor_organisation_id=id_of("p"),
        ),
        funds.FundIntegrated(fund_id=id_of("a"), institution_id=id_of("i"), as_lead=True),
    ],
    "learning": [
        learning.LivelihoodStarted(
            livelihood_id=id_of("fish"), kind=Slug("fish"), name=Line("ปลา")
        ),
        learning.LivelihoodFunded(livelihood_id=id_of("fish"), source_of_money="own"),
    ],
}


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations([name for name, told in BY_SERVICE.items() for _ in told]))
def test_the_order_between_services_never_matters(
    start: Callable[[], Any], order: list[str]
) -> None:
    one, other = start(), start()
    for told in BY_SERVICE.values():
        one.hear(*told)
    left = {name: list(told) for name, told in BY_SERVICE.items()}
    for name in order:
        other.hear(left[name].pop(0))
    assert other.tables() == one.tables()


@pytest.mark.parametrize("path", ["indicators", "milestones", "timeline", "catalogue", "periods"])
def test_everything_can_be_had_as_json(site: Any, path: str) -> None:
    from bangduan.web.app import create_app  # noqa: PLC0415 - Flask only where it is needed

    site.hear(*(event for told in BY_SERVICE.values() for event in told))
    site.application.execute(ClosePeriod(period=Slug("2024-09")))
    answer = create_app(site.application).test_client().get(f"/reporting/api/v1/{path}")
    assert answer.status_code == 200
    assert next(value for value in answer.get_json().values() if value)
