"""ปัญหาของชุมชน: raised, put before a meeting, referred to a partner, answered, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bangduan.domain import derived_id
from bangduan.simulation import words
from bangduan.simulation.world import Problem

if TYPE_CHECKING:
    from bangduan.simulation.chance import Chance
    from bangduan.simulation.world import World

_MOST: Final = 5


def raise_some(world: World, chance: Chance) -> None:
    """Somebody says what is wrong, as long as the board is not full."""
    for number in range(2):
        if len(world.problems) > _MOST or not chance.yes(0.4 * world.character.vigour):
            continue
        theme = chance.one(list(words.PROBLEMS))
        id = world.id("problem", world.month, number)
        problem = Problem(id, chance.one(words.PROBLEMS[theme]), theme)
        world.ask(
            "/meetings/problems", problem_id=id, title=problem.title, theme=theme,
            village=chance.one(world.villages), raised_on=world.month.day(3),
        )  # fmt: skip
        world.ask(f"/meetings/problems/{id}/rank", urgency=chance.between(1, 5))
        world.problems.append(problem)
        world.tally.add("problems", "open")


def put_on_agenda(world: World, meeting: str) -> list[Problem]:
    """Problems that are new go before the meeting of this path, before it opens."""
    raised = [problem for problem in world.problems if problem.state == "raised"][:2]
    for problem in raised:
        world.ask(
            f"{meeting}/agenda", item_id=world.id(meeting, "item", problem.id),
            part="for_consideration", title=problem.title, problem_id=problem.id,
        )  # fmt: skip
    return raised


def work_on(world: World, chance: Chance) -> None:
    """A problem that was discussed is referred, answered, closed: a step a month at most."""
    for problem in list(world.problems):
        path = f"/meetings/problems/{problem.id}"
        if problem.state == "raised" or not chance.yes(0.6):
            continue
        if problem.state == "discussed":
            partner = world.id("partner", chance.between(0, len(words.PARTNERS) - 1))
            request = derived_id(problem.id, "request", "1")
            wait = f"/membership/requests/{request}", {"status": "waiting"}
            world.ask(
                f"{path}/referrals", partner_id=partner, referred_on=world.month.day(5), wait=wait
            )
            problem.state, problem.request_id = "referred", request
            world.tally.add("requests", "waiting")
        elif problem.state == "referred":
            outcome = chance.weighted({"granted": 5, "partly_granted": 3, "refused": 2})
            world.ask(
                f"/membership/requests/{problem.request_id}/answer", outcome=outcome,
                answer="ได้รับเรื่องและจะดำเนินการตามแผน", answered_on=world.month.day(10),
                wait=(path, {"status": "open", "waiting": 0}),
            )  # fmt: skip
            problem.state = "answered"
            world.tally.move("requests", "waiting", "answered")
        else:
            outcome = chance.weighted({"solved": 6, "partly_solved": 3, "not_solved": 1})
            world.ask(f"{path}/closing", outcome=outcome, closed_on=world.month.day(20))
            world.problems.remove(problem)
            world.tally.move("problems", "open", outcome.replace("_", "-"))
