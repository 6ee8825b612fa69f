"""Sub-districts with few people, so that they are told in seconds."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

from bangduan.simulation.character import Character, character_of
from bangduan.simulation.telling import Outcome

MONTHS = 3
CODES = ("110113", "110414")


def small(tambon: str) -> Character:
    """A sub-district of few people that does much."""
    known = character_of(seed=1, tambon=tambon, start=date(2024, 10, 1))
    return dataclasses.replace(known, people=36, villages=5, begins=0, vigour=0.9)


@dataclasses.dataclass(frozen=True)
class Told:
    """Where sub-districts were told, and what that came to."""

    data: Path
    outcomes: list[Outcome]
