"""Read tables of the province, and their queries, one file a part of what it keeps."""

from typing import Final

from bangduan.projection import Projection
from services.province.projections.sites import SITES

#: Every projection of the province, in the order in which they are fed.
PROJECTIONS: Final[tuple[Projection, ...]] = (SITES,)

__all__ = ["PROJECTIONS", "SITES"]
