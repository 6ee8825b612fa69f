"""A whole site within this process: its services, their API and what they tell each other.

No socket and no broker: what a service records is handed to the others' inboxes, which are the
ones that a broker feeds elsewhere. So every rule, policy and projection is the real one.

Guarantees: killed at any moment and opened again, it goes on with the first request that was
not carried out, and ends as if nothing had happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

from bangduan.events.envelope import Place, from_cloudevent, source_name
from bangduan.messaging.inbox import Inbox
from bangduan.settings import Settings
from bangduan.simulation.asking import Asking, SimulationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from bangduan.application import Application
    from bangduan.events.envelope import Arrived
    from bangduan.story import Entry, Story

#: Closes a month with what it has heard of it: it has to have heard all.
_FOLLOWER: Final = "reporting"
_PAGE: Final = 500
_MOST_ROUNDS: Final = 50


class EmbeddedSite(Asking):
    """A site in a folder; use it as a context manager.

    Args:
        folder: its databases, keyring and accounts; ``bangduan up --data`` opens the same.
        tambon: six digits.
    """

    def __init__(self, folder: Path, tambon: str) -> None:
        super().__init__(Settings(tambon=tambon, data=folder))
        self.tambon = tambon
        self._follows = follows(self.applications.values())
        self.sign_in()
        self.settle()

    def tell(
        self,
        story: Story,
        on_entry: Callable[[int], None] = lambda _: None,
        until: int | None = None,
    ) -> int:
        """Carry out what is not carried out yet; returns how many requests that took.

        Args:
            on_entry: told after each entry how many are done.
            until: stop after so many entries of the story.

        Raises:
            SimulationError: a request was refused.
        """
        entries = story.entries if until is None else story.entries[:until]
        first = self.done(story)
        for number, entry in enumerate(entries[first:], first + 1):
            if _service(entry) == _FOLLOWER:
                self.settle()
            self.post(
                entry.path, entry.body, key=_key(story, entry), method=entry.method,
                who=f"{story.file}, entry {entry.id}",
            )  # fmt: skip
            if entry.awaits is not None:
                self.settle()
            on_entry(number)
        self.settle()
        return max(0, len(entries) - first)

    def done(self, story: Story) -> int:
        """How many entries of the story were carried out, one after the other from the first.

        Every entry has left its idempotency key in its service's database, so nothing else has
        to be written down, and nothing can be ahead of what is recorded.
        """
        first, last = 0, len(story.entries)
        while first < last:
            middle = (first + last) // 2
            entry = story.entries[middle]
            if self.applications[_service(entry)].command_key_used(_key(story, entry)):
                first = middle + 1
            else:
                last = middle
        return first

    def settle(self) -> None:
        """Let every service hear what the others recorded."""
        settle(self._follows)

    def counted(self) -> dict[str, int]:
        """Events by service."""
        return {name: application.log.count() for name, application in self.applications.items()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


#: A source, and the inbox of one who follows it.
Following = tuple["Application", Inbox]


def follows(applications: Iterable[Application]) -> list[Following]:
    """Who follows whom among services of one place."""
    there = {application.service.name: application for application in applications}
    return [
        (there[source], Inbox(application, source_name(tambon, source)))
        for application in there.values()
        for tambon, source in application.service.sources_at(application.settings)
        if tambon == application.tambon and source in there
    ]


def settle(following: Sequence[Following]) -> None:
    """Let services hear what the others recorded, until nobody has anything to tell.

    Raises:
        SimulationError: they answer each other without end.
    """
    for _ in range(_MOST_ROUNDS):
        if not sum(hear(source, inbox) for source, inbox in following):
            return
    raise SimulationError(
        "The services answer each other without end. Report this.",
        "บริการตอบกันไปมาไม่สิ้นสุด โปรดแจ้งผู้พัฒนา",
    )


def hear(source: Application, inbox: Inbox) -> int:
    """Hand a subscriber what its source recorded since; how many events that were."""
    heard = 0
    while rows := source.log.read(Place.parse(inbox.sequence), _PAGE):
        inbox.receive(_as_they_cross(source, rows, inbox.last_id))
        heard += len(rows)
    return heard


def _as_they_cross(
    source: Application, rows: Sequence[Any], predecessor: str | None
) -> list[Arrived]:
    arrived = []
    for row in rows:
        arrived.append(from_cloudevent(source.service.published(source.source, row, predecessor)))
        predecessor = row.id
    return arrived


def _service(entry: Entry) -> str:
    return entry.path.split("/")[1]


def _key(story: Story, entry: Entry) -> str:
    """The idempotency key that the story gives the entry, here as over HTTP."""
    return f"story:{story.name}:{entry.id}"
