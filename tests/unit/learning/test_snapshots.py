"""What the aggregates know survives a snapshot."""

from datetime import date

import pytest

from bangduan.events.learning import KnowledgeForm
from bangduan.events.types import EntityId, Prose
from bangduan.store import snapshots
from services.learning.domain.knowledge import Knowledge
from services.learning.domain.lesson import Lesson
from services.learning.domain.livelihood import Livelihood
from services.learning.domain.place import Place
from services.learning.domain.visit import Visit

STATES = (
    Knowledge(
        edition=2,
        published=1,
        title="ความรู้",
        owner_id="owner",
        form=KnowledgeForm(problem_solved=Prose("ปัญหา"), methods=(Prose("วิธีการ"),)),
    ),
    Lesson(status="set-aside"),
    Livelihood(started=True, source_of_money="own", taught_at=frozenset({"place"})),
    Place(opened=True, listed=True, topics=("เลี้ยงปลา", "เลี้ยงกบ")),
    Visit(status="hosted", place_id=EntityId("place"), hosted_on=date(2010, 9, 7)),
)


@pytest.mark.parametrize("state", STATES, ids=lambda state: type(state).__name__)
def test_a_state_is_the_same_after_a_snapshot(state: object) -> None:
    kept = snapshots._converter.dumps(state)
    assert snapshots._converter.loads(kept, type(state)) == state
