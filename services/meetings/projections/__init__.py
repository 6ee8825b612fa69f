"""Read tables of meetings and what they make, and their queries, one file a concept."""

from services.meetings.projections.actions import ACTIONS
from services.meetings.projections.agendas import AGENDAS
from services.meetings.projections.bodies import BODIES
from services.meetings.projections.decisions import DECISIONS
from services.meetings.projections.meetings import MEETINGS
from services.meetings.projections.papers import PAPERS
from services.meetings.projections.plans import PLANS
from services.meetings.projections.problems import PROBLEMS
from services.meetings.projections.publicity import PUBLICITY
from services.meetings.projections.roll import ROLL

PROJECTIONS = (
    BODIES,
    MEETINGS,
    AGENDAS,
    DECISIONS,
    ACTIONS,
    PAPERS,
    PLANS,
    PROBLEMS,
    PUBLICITY,
    ROLL,
)

__all__ = ["PROJECTIONS"]
