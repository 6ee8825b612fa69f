"""การเรียนรู้: what is written up, taught, shown to visitors and made a living of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bangduan.simulation import words

if TYPE_CHECKING:
    from bangduan.simulation.chance import Chance
    from bangduan.simulation.world import World

_PLACE_AFTER = 3


def go_on(world: World) -> None:
    """A month of learning."""
    chance, vigour = world.chance("learning"), world.character.vigour
    _capture(world, chance)
    if world.lived >= _PLACE_AFTER and chance.yes(0.12 * vigour):
        _open_place(world, chance)
    if world.places:
        _receive_visitors(world, chance)
    if chance.yes(0.4 * vigour):
        _start_livelihood(world, chance)
    _count_livelihoods(world, chance)


def _capture(world: World, chance: Chance) -> None:
    """Lessons wait until somebody writes them up, or says that there is nothing to write."""
    waiting = world.pending.lessons
    for one in list(waiting):
        lesson, title = one
        if chance.yes(0.12 * world.character.vigour):
            _write_up(world, chance, lesson, title)
        elif chance.yes(0.25):
            world.ask(
                f"/learning/lessons/{lesson}/setting-aside", reason="ไม่มีบทเรียนใหม่",
                set_aside_on=world.month.last,
            )  # fmt: skip
            world.tally.move("lessons", "open", "set-aside")
        else:
            continue
        waiting.remove(one)


def _write_up(world: World, chance: Chance, lesson: str, title: str) -> None:
    knowledge = world.id(lesson, "knowledge")
    form: dict[str, Any] = {
        "problem_solved": f"ปัญหาที่พบระหว่าง{title}",
        "story": f"เรื่องเล่าจาก{title}",
        "methods": chance.some(words.METHODS, 3),
        "core": [chance.one(words.TOPICS)],
    }
    world.ask(
        f"/learning/lessons/{lesson}/knowledge", knowledge_id=knowledge, form=form,
        title=f"บทเรียนจาก{title}", captured_on=world.month.last,
    )  # fmt: skip
    world.tally.move("lessons", "open", "captured")
    world.tally.add("knowledge", "recorded")
    if chance.yes(0.6):
        world.ask(f"/learning/knowledge/{knowledge}/publication", published_on=world.month.last)
        world.tally.add("knowledge", "published")


def _open_place(world: World, chance: Chance) -> None:
    id = world.id("place", len(world.places))
    topics = chance.some(words.TOPICS, chance.between(1, 3))
    world.ask(
        "/learning/places", place_id=id, name=f"แหล่งเรียนรู้{topics[0]}", topics=topics,
        village=chance.one(world.villages), opened_on=world.month.day(11),
    )  # fmt: skip
    world.places.append(id)
    world.tally.add("learning-places", "open")
    if chance.yes(0.7):
        world.ask(f"/learning/places/{id}/listing", listed_on=world.month.day(13))
        world.tally.add("learning-places", "listed")


def _receive_visitors(world: World, chance: Chance) -> None:
    visited, world.pending.visited = world.pending.visited, []
    for visit, hosted_on in visited:
        applied = chance.weighted({"yes": 5, "no": 2, "unknown": 3})
        world.ask(
            f"/learning/visits/{visit}/follow-ups", applied=applied, asked_on=world.month.day(20),
            what=chance.one(words.METHODS) if applied == "yes" else None,
        )  # fmt: skip
        if applied == "yes":
            world.tally.add("study-visits", "applied", on=hosted_on)
    if not chance.yes(0.3 * world.character.vigour * world.busy):
        return
    visit, day = world.id("visit", world.month), world.month.day(chance.between(6, 26))
    visitors = chance.between(8, 80)
    world.ask(
        "/learning/visits", visit_id=visit, topic=chance.one(words.TOPICS), booked_for=day,
        visitors_from=chance.one(words.VISITORS), place_id=chance.one(world.places),
        expected={"value": visitors, "bound": "about"},
    )  # fmt: skip
    if chance.yes(0.12):
        world.ask(f"/learning/visits/{visit}/cancellation", reason="คณะติดภารกิจ")
        return
    world.ask(f"/learning/visits/{visit}/hosting", visitors={"value": visitors}, hosted_on=day)
    world.tally.add("study-visits", "hosted", on=day)
    world.pending.visited.append((visit, day))


def _start_livelihood(world: World, chance: Chance) -> None:
    kind = chance.one(list(words.LIVELIHOODS))
    id, begun = world.id("livelihood", world.month), world.month.day(7)
    money = chance.weighted(
        {"own": 4, "power-plant-fund": 2, "community-finance-institution": 2, "other": 1, None: 2}
    )
    world.ask(
        "/learning/livelihoods", livelihood_id=id, kind=kind, name=words.LIVELIHOODS[kind],
        village=chance.one(world.villages), source_of_money=money, started_on=begun,
        practitioners={"value": chance.between(1, 14)},
        purpose=chance.one(("own-use-first", "sale", "service")),
    )  # fmt: skip
    world.tally.add("livelihoods", money or "unknown", on=begun)
    world.tally.add("livelihood-kinds", kind, on=begun)
    world.livelihoods.append(id)


def _count_livelihoods(world: World, chance: Chance) -> None:
    for id in list(world.livelihoods):
        if chance.yes(0.05):
            world.ask(
                f"/learning/livelihoods/{id}/counts", counted_on=world.month.day(17),
                practitioners={"value": chance.between(1, 30)},
            )  # fmt: skip
        elif chance.yes(0.01):
            world.livelihoods.remove(id)
            world.ask(
                f"/learning/livelihoods/{id}/end", reason="ขาดตลาด", ended_on=world.month.day(17)
            )
