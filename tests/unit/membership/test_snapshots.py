"""What the aggregates know survives a snapshot."""

from datetime import date

import pytest

from bangduan.store import snapshots
from services.membership.domain.centre import Centre
from services.membership.domain.certificate import Certificate, PaperNumbering
from services.membership.domain.committee import Committee
from services.membership.domain.duty import Duty
from services.membership.domain.kind import DefinedKind
from services.membership.domain.leadership import Leadership
from services.membership.domain.membership import Membership
from services.membership.domain.office import HeldTerm, Office
from services.membership.domain.organisation import Organisation
from services.membership.domain.partner import Partner
from services.membership.domain.person import Person
from services.membership.domain.registry import Kind
from services.membership.domain.request import Request
from services.membership.domain.term import Term
from services.membership.domain.village import Village

TERM = Term(date(2008, 6, 30), None)
STATES = (
    Centre(founded=True),
    Certificate(issued=True, issued_on=date(2008, 6, 30)),
    PaperNumbering(7),
    Duty(assigned=True, open=True, holder="somebody", assigned_on=date(2008, 6, 30)),
    Committee(seats=15, members=frozenset({"one"}), unnamed=3, gone=frozenset({"two"})),
    DefinedKind(Kind("elders-club", "ชมรมผู้สูงอายุ", "Elders' club", seats=1)),
    Membership(ever=True, now=True, sex="female", joined_on=date(2008, 6, 30)),
    Office(office="centre-chair", terms={"term": HeldTerm(TERM, over=True)}),
    Organisation(registered=True, name="กลุ่ม", leaders=(Leadership("one", "chair", TERM),)),
    Partner(registered=True),
    Person(registered=True, sex="male"),
    Request(partner_id="partner", waiting_on="partner", open=True, asked_on=date(2008, 7, 1)),
    Village(registered=True),
)


@pytest.mark.parametrize("state", STATES, ids=lambda state: type(state).__name__)
def test_a_state_is_the_same_after_a_snapshot(state: object) -> None:
    kept = snapshots._converter.dumps(state)
    assert snapshots._converter.loads(kept, type(state)) == state
