"""Read tables of the learning service and the questions asked of them, one file a concept."""

from typing import Final

from bangduan.projection import Projection
from services.learning.projections.knowledge import KNOWLEDGE
from services.learning.projections.lessons import LESSONS
from services.learning.projections.livelihoods import LIVELIHOODS
from services.learning.projections.places import PLACES
from services.learning.projections.register import REGISTER
from services.learning.projections.visits import VISITS

PROJECTIONS: Final[tuple[Projection, ...]] = (
    KNOWLEDGE,
    LESSONS,
    PLACES,
    LIVELIHOODS,
    VISITS,
    REGISTER,
)
