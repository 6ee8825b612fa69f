"""แจ้งผลการตรวจรายงาน: what a site is told of the reviews of its reports.

A decision goes with each request to the site until its own log says that it came. So a line that is
up an hour a day, a broker whose disk is lost and a site restored from a backup need nothing more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bangduan.events.reporting import Review
from bangduan.events.schema import to_payload
from services.province.projections.reviews import untold_to

if TYPE_CHECKING:
    from bangduan.application import Reader

#: At once, since lines are thin; the others follow as soon as these have come.
_MOST: Final = 10


def reviews_for(reader: Reader, tambon: str) -> dict[str, Any] | None:
    """The decisions that a site has not said it received, the latest first; None where none is."""
    rows = reader.all(untold_to(tambon).limit(_MOST))
    if not rows:
        return None
    return {"reviews": [to_payload(Review(**row)) for row in rows]}
