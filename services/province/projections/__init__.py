"""Read tables of the province, and their queries, one file a part of what it keeps.

``sites`` who reports, its values and milestones as they stand · ``statements`` what was told of
each value and what was restated · ``heard`` on which days a site was heard · ``targets`` targets
and deadlines · ``reviews`` what was approved, which periods are locked and with which figures ·
``status`` who reports, worked out of these · ``enrolment`` which sites may report, and with which
certificates · ``digests`` what the logs of the sites came to.
"""

from typing import Final

from bangduan.projection import Projection
from services.province.projections.digests import DIGESTS
from services.province.projections.enrolment import ENROLMENT
from services.province.projections.heard import HEARD
from services.province.projections.open_data import LICENCES
from services.province.projections.reviews import RECEIVED, REVIEWS
from services.province.projections.sites import SITES
from services.province.projections.statements import STATEMENTS
from services.province.projections.targets import TARGETS

#: Every projection of the province, in the order in which they are fed.
PROJECTIONS: Final[tuple[Projection, ...]] = (
    SITES,
    STATEMENTS,
    HEARD,
    TARGETS,
    REVIEWS,
    RECEIVED,
    ENROLMENT,
    DIGESTS,
    LICENCES,
)

__all__ = [
    "DIGESTS",
    "ENROLMENT",
    "HEARD",
    "LICENCES",
    "PROJECTIONS",
    "RECEIVED",
    "REVIEWS",
    "SITES",
    "STATEMENTS",
    "TARGETS",
]
