"""ชีวิตของตำบล: one sub-district, month by month, from nothing to what its seed makes of it."""

from __future__ import annotations

import dataclasses
from functools import cached_property
from typing import TYPE_CHECKING

from bangduan.simulation import gathering, grants, learning, money, register
from bangduan.simulation.world import World, month_of
from bangduan.story import Story

if TYPE_CHECKING:
    from bangduan.simulation.character import Character
    from bangduan.simulation.tally import Tally


@dataclasses.dataclass(frozen=True)
class Life:
    """What happens in one sub-district, and what it must come to.

    Attributes:
        story: every request, in order; replaying it is idempotent.
        tally: what the site's indicators are once all of it was told.
        months: month, as ``2024-10`` → how many entries it had been told at its end.
        world: the sub-district as it stands at the end.
    """

    character: Character
    story: Story
    tally: Tally
    months: dict[str, int]
    world: World

    @cached_property
    def secrets(self) -> frozenset[str]:
        """Names, numbers and addresses of everybody in it; none of them may leave the site."""
        now = (text for person in self.world.people for text in person.secrets)
        return frozenset({*self.world.former, *now})


def live(character: Character, months: int) -> Life:
    """The life of one sub-district over so many months; nothing is asked of anybody yet."""
    world, ends = World(character), {}
    for index in range(months):
        month = month_of(character.start, index)
        world.begin(month)
        over = character.silent_from is not None and index >= character.silent_from
        if index >= character.begins and not over:
            _month(world)
            world.lived += 1
        world.tally.end_month()
        ends[str(month)] = len(world.entries)
    story = Story(
        name=world.name,
        title=f"ตำบล{character.place} (สมมติ)",
        entries=tuple(world.entries),
        file=f"seed {character.seed}, {character.tambon}",
    )
    return Life(character, story, world.tally, ends, world)


def _month(world: World) -> None:
    if not world.lived:
        register.found(world)
        gathering.found(world)
    else:
        register.go_on(world)
        gathering.go_on(world)
    grants.go_on(world)
    money.go_on(world)
    learning.go_on(world)
    world.ask(f"/reporting/periods/{world.month}/closure")
