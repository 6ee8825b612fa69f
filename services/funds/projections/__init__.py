"""Read tables of the funds service and the questions asked of them, one file a concept."""

from typing import Final

from bangduan.projection import Projection
from services.funds.projections.funds import FUNDS
from services.funds.projections.grants import GRANTS
from services.funds.projections.institutions import INSTITUTIONS
from services.funds.projections.journal import JOURNAL
from services.funds.projections.organisations import ORGANISATIONS
from services.funds.projections.projects import PROJECTS

PROJECTIONS: Final[tuple[Projection, ...]] = (
    FUNDS,
    JOURNAL,
    PROJECTS,
    GRANTS,
    INSTITUTIONS,
    ORGANISATIONS,
)
