"""A grant, stage by stage, with sums that may be unknown."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.domain import NotFound, RuleBroken, derived_id
from bangduan.events.funds import (
    GrantApproved,
    GrantCompleted,
    GrantDrafted,
    GrantEndorsed,
    GrantReceiptReversed,
    GrantReceived,
    GrantRejected,
    GrantRevised,
    GrantSubmitted,
)
from bangduan.events.types import EntityId, Line, PositiveCount, Satang
from bangduan.testing.scenario import given
from services.funds.domain.entry import RecordReceipt
from services.funds.domain.grant import (
    ALREADY_DRAFTED,
    COMPLETED_OF_THOSE_ASKED_FOR,
    GRANT,
    ONLY_A_DRAFT_IS_REVISED,
    ONLY_A_DRAFT_IS_SUBMITTED,
    ONLY_A_RECEIVED_GRANT_IS_COMPLETED,
    ONLY_A_SUBMITTED_GRANT_IS_DECIDED,
    ONLY_AN_APPROVED_GRANT_IS_RECEIVED,
    PROJECTS_DIFFER,
    SUM_ASKED_IS_KNOWN,
    ApproveGrant,
    CompleteGrant,
    DraftGrant,
    RejectGrant,
    ReviseGrant,
    SubmitGrant,
    TakeUpGrant,
)
from services.funds.domain.receipts import (
    KNOWN_MONEY_GOES_TO_A_FUND,
    NOTHING_IS_NO_AMOUNT,
    RECEIPT_IS_IN_THE_BOOKS,
    RECEIVED_WITHIN_APPROVAL,
    ReceiveGrant,
    ReverseGrantReceipt,
    for_the_books,
)


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


ID, POWER_FUND, RESOLUTION = entity("grant"), entity("power-plant fund"), entity("resolution")
FUND_ID, REVERSAL_ID = entity("fund"), entity("reversal")
TITLE, WHY = Line("โครงการเสนอกองทุนพัฒนาชุมชนในพื้นที่รอบโรงไฟฟ้า"), Line("บันทึกผิด")
PROJECTS = tuple(entity(f"project {number}") for number in range(6))
ASKED = Satang(27_000_000)  # 270,000 baht

DRAFTED = GrantDrafted(
    grant_id=ID, title=TITLE, grantor_organisation_id=POWER_FUND, project_ids=PROJECTS
)
SUBMITTED = GrantSubmitted(grant_id=ID, requested_satang=ASKED, grantor_organisation_id=POWER_FUND)
APPROVED = GrantApproved(grant_id=ID)
REJECTED = GrantRejected(grant_id=ID)
RECEIVED = GrantReceived(grant_id=ID, instalment=PositiveCount(1), first=True)
COMPLETED = GrantCompleted(grant_id=ID, title=TITLE, projects_completed=PositiveCount(1))
SUBMIT = SubmitGrant(grant_id=ID, requested_satang=ASKED)
UNTIL = {
    "draft": (DRAFTED,),
    "submitted": (DRAFTED, SUBMITTED),
    "approved": (DRAFTED, SUBMITTED, APPROVED),
    "rejected": (DRAFTED, SUBMITTED, REJECTED),
    "received": (DRAFTED, SUBMITTED, APPROVED, RECEIVED),
    "completed": (DRAFTED, SUBMITTED, APPROVED, RECEIVED, COMPLETED),
}


def stages(*but: str) -> list[str]:
    return [stage for stage in UNTIL if stage not in but]


def receive(amount: int | None, fund: EntityId | None = FUND_ID) -> ReceiveGrant:
    known = None if amount is None else Satang(amount)
    return ReceiveGrant(grant_id=ID, received_satang=known, fund_id=fund)


def in_books(amount: int, instalment: int = 1, *, first: bool | None = None) -> GrantReceived:
    return GrantReceived(
        grant_id=ID,
        instalment=PositiveCount(instalment),
        received_satang=Satang(amount),
        fund_id=FUND_ID,
        entry_id=EntityId(derived_id(ID, "receipt", str(instalment))),
        first=instalment == 1 if first is None else first,
    )


def approved(amount: int) -> GrantApproved:
    return GrantApproved(grant_id=ID, approved_satang=Satang(amount))


def test_the_grant_of_the_story_goes_through_every_stage_with_its_unknowns() -> None:
    past: tuple[object, ...] = ()
    state = GRANT.initial
    for command, event in (
        (
            DraftGrant(
                grant_id=ID,
                title=TITLE,
                grantor_organisation_id=POWER_FUND,
                project_ids=PROJECTS,
            ),
            DRAFTED,
        ),
        (SUBMIT, SUBMITTED),
        (ApproveGrant(grant_id=ID), APPROVED),
        (ReceiveGrant(grant_id=ID), RECEIVED),
        (CompleteGrant(grant_id=ID, projects_completed=PositiveCount(1)), COMPLETED),
    ):
        state = given(GRANT, *past).when(command).then(event)
        past = (*past, event)
    assert state.requested_satang == ASKED
    assert state.approved_satang is None
    assert state.receipts.in_books == {}


def test_a_grant_is_drafted_once() -> None:
    again = DraftGrant(grant_id=ID, title=TITLE, grantor_organisation_id=POWER_FUND)
    given(GRANT, DRAFTED).when(again).refuses(ALREADY_DRAFTED)


def test_a_project_stands_in_a_request_once() -> None:
    twice = DraftGrant(
        grant_id=ID,
        title=TITLE,
        grantor_organisation_id=POWER_FUND,
        project_ids=(PROJECTS[0], PROJECTS[0]),
    )
    given(GRANT).when(twice).refuses(PROJECTS_DIFFER)


def test_nothing_is_never_asked_for() -> None:
    nothing = DraftGrant(
        grant_id=ID,
        title=TITLE,
        grantor_organisation_id=POWER_FUND,
        requested_satang=Satang(0),
    )
    given(GRANT).when(nothing).refuses(NOTHING_IS_NO_AMOUNT)


TAKE_UP = TakeUpGrant(
    grant_id=ID,
    title=TITLE,
    grantor_organisation_id=POWER_FUND,
    resolution_id=RESOLUTION,
    project_ids=PROJECTS,
)


def test_a_resolution_drafts_the_request() -> None:
    given(GRANT).when(TAKE_UP).then(
        GrantDrafted(
            grant_id=ID,
            title=TITLE,
            grantor_organisation_id=POWER_FUND,
            resolution_id=RESOLUTION,
            project_ids=PROJECTS,
        )
    )


def test_a_resolution_endorses_a_request_that_was_drafted() -> None:
    given(GRANT, DRAFTED).when(TAKE_UP).then(GrantEndorsed(grant_id=ID, resolution_id=RESOLUTION))


def test_a_draft_is_revised() -> None:
    revise = ReviseGrant(grant_id=ID, title=TITLE, requested_satang=ASKED)
    revised = GrantRevised(grant_id=ID, title=TITLE, requested_satang=ASKED)
    state = given(GRANT, DRAFTED).when(revise).then(revised)
    assert state.project_ids == ()


@pytest.mark.parametrize("stage", stages("draft"))
def test_only_a_draft_is_revised(stage: str) -> None:
    revise = ReviseGrant(grant_id=ID, title=TITLE)
    given(GRANT, *UNTIL[stage]).when(revise).refuses(ONLY_A_DRAFT_IS_REVISED)


def test_a_request_asks_for_the_sum_its_draft_says() -> None:
    drafted = GrantDrafted(
        grant_id=ID, title=TITLE, grantor_organisation_id=POWER_FUND, requested_satang=ASKED
    )
    given(GRANT, drafted).when(SubmitGrant(grant_id=ID)).then(SUBMITTED)


def test_a_request_without_a_sum_is_not_submitted() -> None:
    given(GRANT, DRAFTED).when(SubmitGrant(grant_id=ID)).refuses(SUM_ASKED_IS_KNOWN)


@pytest.mark.parametrize("stage", stages("draft"))
def test_only_a_draft_is_submitted(stage: str) -> None:
    given(GRANT, *UNTIL[stage]).when(SUBMIT).refuses(ONLY_A_DRAFT_IS_SUBMITTED)


@pytest.mark.parametrize("stage", stages("submitted"))
def test_only_a_submitted_grant_is_approved_or_rejected(stage: str) -> None:
    for decision in (ApproveGrant(grant_id=ID), RejectGrant(grant_id=ID)):
        given(GRANT, *UNTIL[stage]).when(decision).refuses(ONLY_A_SUBMITTED_GRANT_IS_DECIDED)


def test_a_grantor_says_no_without_telling_why() -> None:
    given(GRANT, *UNTIL["submitted"]).when(RejectGrant(grant_id=ID)).then(REJECTED)


@pytest.mark.parametrize("stage", stages("approved", "received"))
def test_only_an_approved_grant_is_received(stage: str) -> None:
    given(GRANT, *UNTIL[stage]).when(receive(None)).refuses(ONLY_AN_APPROVED_GRANT_IS_RECEIVED)


def test_a_known_amount_is_received_into_the_books_of_a_fund() -> None:
    outcome = given(GRANT, *UNTIL["approved"]).when(receive(ASKED))
    outcome.then(in_books(ASKED))
    receipt = for_the_books(in_books(ASKED), TITLE, "bank")
    assert isinstance(receipt, RecordReceipt)
    assert receipt.amount_satang == ASKED
    assert receipt.credited_to == "grants"


def test_an_unknown_amount_enters_no_books() -> None:
    (event,) = given(GRANT, *UNTIL["approved"]).when(receive(None)).events
    assert isinstance(event, GrantReceived)
    assert event.entry_id is None
    assert for_the_books(event, TITLE, "bank") is None


def test_a_known_amount_without_a_fund_is_refused() -> None:
    given(GRANT, *UNTIL["approved"]).when(receive(5, fund=None)).refuses(KNOWN_MONEY_GOES_TO_A_FUND)


def test_nothing_is_never_received() -> None:
    given(GRANT, *UNTIL["approved"]).when(receive(0)).refuses(NOTHING_IS_NO_AMOUNT)


def test_instalments_are_received_up_to_what_was_approved() -> None:
    past = (DRAFTED, SUBMITTED, approved(100), in_books(60))
    given(GRANT, *past).when(receive(40)).then(in_books(40, instalment=2))
    refusal = given(GRANT, *past).when(receive(41)).refuses(RECEIVED_WITHIN_APPROVAL)
    assert refusal.facts == {"total_satang": 101, "approved_satang": 100}


def reverse(instalment: int = 1) -> ReverseGrantReceipt:
    return ReverseGrantReceipt(
        grant_id=ID,
        entry_id=EntityId(derived_id(ID, "receipt", str(instalment))),
        reversal_id=REVERSAL_ID,
        reason=WHY,
    )


@pytest.mark.parametrize(
    ("later", "stage"),
    [
        ((), "approved"),
        ((GrantReceived(grant_id=ID, instalment=PositiveCount(2)),), "received"),
        ((COMPLETED,), "completed"),
    ],
)
def test_a_receipt_taken_back_leaves_the_grant_where_it_stands_without_it(
    later: tuple[object, ...], stage: str
) -> None:
    (event,) = given(GRANT, *UNTIL["approved"], in_books(60), *later).when(reverse()).events
    assert isinstance(event, GrantReceiptReversed)
    assert (event.stage, event.received_satang, event.instalment) == (stage, 60, 1)


def test_what_was_taken_back_may_be_received_again_under_a_new_number() -> None:
    back = GrantReceiptReversed(
        grant_id=ID,
        stage="approved",
        instalment=PositiveCount(1),
        received_satang=Satang(60),
        entry_id=reverse().entry_id,
        reversal_id=REVERSAL_ID,
        reason=WHY,
    )
    past = (DRAFTED, SUBMITTED, approved(100), in_books(60), back)
    given(GRANT, *past).when(receive(100)).then(in_books(100, instalment=2, first=True))
    given(GRANT, *past).when(reverse()).refuses(RECEIPT_IS_IN_THE_BOOKS)


@pytest.mark.parametrize("stage", stages("received"))
def test_only_a_received_grant_is_completed(stage: str) -> None:
    complete = CompleteGrant(grant_id=ID, projects_completed=PositiveCount(1))
    given(GRANT, *UNTIL[stage]).when(complete).refuses(ONLY_A_RECEIVED_GRANT_IS_COMPLETED)


def test_no_more_projects_are_completed_than_were_asked_for() -> None:
    seven = CompleteGrant(grant_id=ID, projects_completed=PositiveCount(7))
    given(GRANT, *UNTIL["received"]).when(seven).refuses(COMPLETED_OF_THOSE_ASKED_FOR)


def test_a_request_that_named_no_projects_may_complete_any_number() -> None:
    drafted = GrantDrafted(grant_id=ID, title=TITLE, grantor_organisation_id=POWER_FUND)
    seven = CompleteGrant(grant_id=ID, projects_completed=PositiveCount(7))
    outcome = given(GRANT, drafted, SUBMITTED, APPROVED, RECEIVED).when(seven)
    assert outcome.refusal is None


def test_a_refusal_tells_the_stage_in_both_languages() -> None:
    refusal = given(GRANT, DRAFTED).when(ApproveGrant(grant_id=ID)).refusal
    assert refusal is not None
    assert "draft" in refusal.en
    assert "ร่าง" in refusal.th


def test_a_grant_that_was_never_drafted_is_not_found() -> None:
    given(GRANT).when(SUBMIT).finds_nothing()


#: From each stage, the stages that may follow.
NEXT = {
    "": {"draft"},
    "draft": {"submitted"},
    "submitted": {"approved", "rejected"},
    "approved": {"received"},
    "received": {"completed", "approved"},  # approved again when the only receipt is taken back
    "rejected": set(),
    "completed": set(),
}
ANYTHING = st.sampled_from(
    [
        DraftGrant(grant_id=ID, title=TITLE, grantor_organisation_id=POWER_FUND),
        TAKE_UP,
        ReviseGrant(grant_id=ID, title=TITLE),
        SUBMIT,
        ApproveGrant(grant_id=ID, approved_satang=Satang(100)),
        RejectGrant(grant_id=ID),
        receive(None),
        receive(60),
        reverse(1),
        reverse(2),
        CompleteGrant(grant_id=ID, projects_completed=PositiveCount(1), completed_on=date.max),
    ]
)


@example_of(commands=st.lists(ANYTHING, max_size=40))
def test_no_stage_of_the_pipeline_is_ever_skipped(commands: list[object]) -> None:
    state, passed = GRANT.initial, [""]
    for command in commands:
        try:
            events = GRANT.decide(state, command)
        except (RuleBroken, NotFound):
            continue
        for event in events:
            state = GRANT.evolve(state, event)
        if state.stage != passed[-1]:
            passed.append(state.stage)
        assert state.receipts.total_satang <= (state.approved_satang or 10**9)
    assert all(later in NEXT[earlier] for earlier, later in pairwise(passed))
