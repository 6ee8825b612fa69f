"""How any service tells, once a day, what its log comes to.

A service whose books shall be provable publishes an event of its own with these fields and this
name; the library records it by itself:

    @event("funds")
    class HeadsDigested(digests.HeadsDigested):
        \"\"\"สรุปลายนิ้วมือของบันทึก: what the log came to on a day.\"\"\"

Whoever keeps it elsewhere can show later whether the log up to there is still the same:
``bangduan.store.verification.heads_digest`` reckons it anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from bangduan.events.types import Count, EntityId, Line

#: Name of the event, of whichever service.
DIGESTED: Final = "HeadsDigested"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadsDigested:
    """What a service's log came to.

    Attributes:
        digest_id: the same for every day of a service.
        day: the last day whose events are all in it.
        sequence: place in the log of the last event in it.
        events: how many events it covers.
        streams: how many streams they are of.
        digest: SHA-256, in hex, over the last hash of each stream.
    """

    digest_id: EntityId
    day: date
    sequence: Line
    events: Count
    streams: Count
    digest: Line
