"""Everything there is to look at, in the order in which one thing stands on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bangduan.diagnosis.accounts import look_at_accounts
from bangduan.diagnosis.backups import look_at_backups
from bangduan.diagnosis.broker import look_at_broker
from bangduan.diagnosis.databases import look_at_database
from bangduan.diagnosis.flow import look_at_flow
from bangduan.diagnosis.keyrings import look_at_keyrings
from bangduan.diagnosis.link import look_at_link
from bangduan.diagnosis.machine import look_at_machine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bangduan.diagnosis.findings import Finding
    from bangduan.diagnosis.machine import Port
    from bangduan.places import Place
    from bangduan.settings import Settings


def look_at_site(
    settings: Settings, places: Sequence[Place], ports: Iterable[Port]
) -> Iterator[tuple[str, Iterator[Finding]]]:
    """What is about to be looked at, and the findings of it."""
    yield "machine", look_at_machine(settings.data, ports)
    yield "broker", look_at_broker(settings, places)
    for place in places:
        yield place.name, look_at_database(place)
    yield "accounts", look_at_accounts(places)
    yield "keyring", look_at_keyrings(places)
    yield "relay", look_at_flow(places, settings)
    yield "link", look_at_link(settings, places)
    yield "backup", look_at_backups(settings)
