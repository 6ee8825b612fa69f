"""จังหวัดรับรายงาน: an embedded province reads what simulated sites report.

What crosses are the bytes that a site's relay sends in answer to a replay, and what takes them
is the province's own inbox; only the brokers between are left out.
"""

from __future__ import annotations

import dataclasses
import resource
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from bangduan.application import Application
from bangduan.events.envelope import START, Place, source_name
from bangduan.messaging import batch
from bangduan.messaging.inbox import Inbox
from bangduan.service import named
from bangduan.settings import Settings
from bangduan.simulation.asking import Asking
from bangduan.simulation.embedded import follows, settle
from bangduan.simulation.telling import folder_of
from bangduan.thai import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bangduan.simulation.telling import Outcome

_PAGE: Final = 500
_REPORTING: Final = "reporting"
_PROVINCE: Final = "province"
_MEGABYTE: Final = 1_000_000


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """What the province took in, and how.

    Attributes:
        lag: events that a site has reported and the province has not read, by tambon.
        megabytes: most memory that this process held, looked at after each site.
        bytes: that crossed.
    """

    sites: int
    events: int
    bytes: int
    seconds: float
    megabytes: int
    lag: dict[str, int]

    @property
    def rate(self) -> float:
        """Events a second."""
        return self.events / self.seconds if self.seconds else 0.0


class EmbeddedProvince(Asking):
    """The province's services in a folder; use it as a context manager.

    Args:
        folder: its databases, keyring and accounts; ``bangduan up`` opens ``DATA/province``.
        code: its own six digits, as ``110000``.
        sites: tambons it follows.
    """

    def __init__(self, folder: Path, code: str, sites: Sequence[str]) -> None:
        super().__init__(Settings(tambon=code, data=folder, sites=tuple(sites)))
        self.application = self.applications[_PROVINCE]
        self.sign_in()
        settle(follows(self.applications.values()))

    def register(self, tambon: str) -> None:
        """Enter a sub-district among those that are to report, once."""
        place = place_of(tambon)
        thai, english = place.tambon if place is not None else (tambon, tambon)
        self.post(
            f"/{_PROVINCE}/api/v1/enrolments", {"tambon": tambon, "thai": thai, "english": english},
            key=f"simulated:register:{tambon}", who=tambon,
        )  # fmt: skip

    def read(
        self, source: Application, until: str | None = None,
        on_body: Callable[[bytes], None] = lambda _: None,
    ) -> tuple[int, int]:  # fmt: skip
        """Read what a site's reporting service has recorded since; events, and bytes that crossed.

        Args:
            source: the site's reporting service.
            until: place in its log that the last event read may have; all when not given.
            on_body: given every message body as it crosses.
        """
        inbox = Inbox(self.application, source_name(source.tambon, source.service.name))
        events = size = 0
        for body in self._bodies(source, inbox, until):
            on_body(body)
            arrived = list(batch.from_batch(body))
            inbox.receive(arrived)
            events += len(arrived)
            size += len(body)
        return events, size

    def lag(self, source: Application) -> int:
        """Events of a site's reporting service that the province has not read."""
        inbox = Inbox(self.application, source_name(source.tambon, source.service.name))
        return source.log.count(Place.parse(inbox.sequence))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _bodies(self, source: Application, inbox: Inbox, until: str | None) -> Iterator[bytes]:
        """Messages as the source's relay would answer with, page by page."""
        last = None if until is None else Place.parse(until)
        place, last_id = Place.parse(inbox.sequence), inbox.last_id
        while rows := source.log.read(place, _PAGE):
            wanted = [row for row in rows if last is None or row.place <= last]
            ids = [last_id, *(row.id for row in wanted)]
            events = (
                source.service.published(source.source, row, id)
                for row, id in zip(wanted, ids, strict=False)
            )
            yield from batch.batches(events)
            if len(wanted) < len(rows):
                return
            place, last_id = rows[-1].place, rows[-1].id


def fill(
    folder: Path,
    code: str,
    data: Path,
    *,
    outcomes: Sequence[Outcome],
    late_by: Mapping[str, int],
    on_site: Callable[[], None] = lambda: None,
) -> Ingested:
    """Let a province read what these sites have reported.

    Args:
        late_by: months that a site's report is late; their last events are not read yet.
        on_site: called after each site.
    """
    events = size = most = 0
    lag: dict[str, int] = {}
    with EmbeddedProvince(folder, code, [outcome.tambon for outcome in outcomes]) as province:
        began = time.monotonic()
        for outcome in outcomes:
            province.register(outcome.tambon)
            settings = Settings(tambon=outcome.tambon, data=folder_of(data, outcome.tambon))
            with closing(Application(named(_REPORTING), settings)) as source:
                read, crossed = province.read(
                    source, reached(outcome, late_by.get(outcome.tambon, 0))
                )
                events, size = events + read, size + crossed
                behind = province.lag(source)
                if behind:
                    lag[outcome.tambon] = behind
            most = max(most, _resident())
            on_site()
        seconds = round(time.monotonic() - began, 3)
    return Ingested(
        sites=len(outcomes),
        events=events,
        bytes=size,
        seconds=seconds,
        megabytes=most // _MEGABYTE,
        lag=lag,
    )


def reached(outcome: Outcome, late_by: int) -> str | None:
    """Place in a site's reporting log up to which its reports have come; None for all of it."""
    if not late_by:
        return None
    months = sorted(outcome.months)
    earlier = [month for month in months[: max(0, len(months) - late_by)] if outcome.months[month]]
    if not earlier:
        return str(START)
    return outcome.months[earlier[-1]]


def _resident() -> int:
    """Bytes of memory that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
