"""How any service says that a person's data cannot be erased yet, and that it can again.

A service that keeps people's money, or has another duty towards them, publishes two events of its
own with these fields and these names:

    @event("funds")
    class PersonHeld(holds.PersonHeld):
        \"\"\"มีเงินคงค้าง: the person has savings or owes a loan.\"\"\"

    @event("funds")
    class PersonReleased(holds.PersonReleased):
        \"\"\"หมดเงินคงค้าง: nothing is left to settle.\"\"\"

The register of people reacts to both by name, whichever service they come from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from bangduan.events.types import EntityId, Line

#: Names of the events, of whichever service.
HELD: Final = "PersonHeld"
RELEASED: Final = "PersonReleased"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHeld:
    """A service needs a person's data for a while.

    ``hold_id`` names this one reason; ``reason`` tells it, Thai first, without personal data.
    """

    person_id: EntityId
    hold_id: EntityId
    reason: Line
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReleased:
    """The reason named by ``hold_id`` is gone."""

    person_id: EntityId
    hold_id: EntityId
