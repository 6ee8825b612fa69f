"""Read tables of the province, and their queries, one file a part of what it keeps.

``sites`` who reports, its values and milestones as they stand · ``statements`` what was told of
each value and what was restated · ``heard`` on which days a site was heard.
"""

from typing import Final

from bangduan.projection import Projection
from services.province.projections.heard import HEARD
from services.province.projections.sites import SITES
from services.province.projections.statements import STATEMENTS

#: Every projection of the province, in the order in which they are fed.
PROJECTIONS: Final[tuple[Projection, ...]] = (SITES, STATEMENTS, HEARD)

__all__ = ["HEARD", "PROJECTIONS", "SITES", "STATEMENTS"]
