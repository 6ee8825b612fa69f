"""การประชุม: assemblies, the monthly meetings, what is decided there and what becomes of it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from bangduan.domain import derived_id
from bangduan.simulation import problems, words
from bangduan.simulation.world import Committee

if TYPE_CHECKING:
    from datetime import date

    from bangduan.simulation.chance import Chance
    from bangduan.simulation.world import World

_HALF: Final = {"numerator": 1, "denominator": 2}
_SEATS: Final = 15
_TERM_YEARS: Final = 4
_MAJORITY: Final = {**_HALF, "more_than": True}
#: Months in which the whole tambon is called together.
_ASSEMBLY_MONTHS: Final = frozenset({2, 8})


@dataclasses.dataclass(slots=True)
class Held:
    """A meeting that is open, or was held."""

    id: str
    day: date
    present: int
    motions: int = 0
    decides: bool = True

    @property
    def path(self) -> str:
        """Where it is asked."""
        return f"/meetings/meetings/{self.id}"


def found(world: World) -> None:
    """The first assembly chooses a working group, which gets rules to meet by."""
    world.ask(
        "/meetings/bodies", body_id=world.id("assembly-body"),
        name=f"ประชาคมตำบล{world.character.place}",
    )  # fmt: skip
    meeting = _assembly(world, "first")
    chance = world.chance("election")
    seats = min(_SEATS, len(world.grown_ups()))
    elected = chance.some(world.grown_ups(), seats)
    committee = Committee(
        world.id("committee"), f"คณะทำงาน ศอช.ต.{world.character.place}", seats, elected
    )
    world.ask(
        f"{meeting.path}/elections", resolution_id=world.id("election"), seats=seats,
        committee_id=committee.id, committee_name=committee.name, method="show_of_hands",
        elected=[person.id for person in elected], term_from=meeting.day,
        term_to=meeting.day.replace(year=meeting.day.year + _TERM_YEARS, day=1),
        wait=(f"/membership/committees/{committee.id}", {"status": "seated", "seats": seats}),
    )  # fmt: skip
    world.committee = committee
    world.tally.add("resolutions", "passed")
    _close(world, meeting, "assembly", f"ประชุมประชาคมตำบล{world.character.place}")
    world.ask(
        "/meetings/bodies", body_id=world.id("centre-body"), committee_id=committee.id,
        name=f"ศูนย์ประสานงานองค์การชุมชนตำบล{world.character.place}",
    )  # fmt: skip
    world.ask(
        f"/meetings/bodies/{world.id('centre-body')}/rules", effective_from=meeting.day,
        rules={"quorum_share": _HALF, "majority": _MAJORITY},
    )  # fmt: skip


def go_on(world: World) -> None:
    """A month of meetings."""
    chance = world.chance("meetings")
    problems.raise_some(world, chance)
    problems.work_on(world, chance)
    if world.lived == 2:
        _joint_meeting(world)
    elif chance.yes((0.5 + world.character.vigour / 2) * world.busy):
        _monthly_meeting(world, chance)
    if world.month.first.month in _ASSEMBLY_MONTHS and chance.yes(world.character.vigour):
        meeting = _assembly(world, str(world.month))
        _decide(world, meeting, chance, text="เห็นชอบรายงานผลการดำเนินงานรอบครึ่งปี")
        _close(world, meeting, "assembly", "ประชุมประชาคม")
    _carry_out(world, chance)
    _finish_actions(world, chance)


# -- kinds of meeting --------------------------------------------------------------------------


def _assembly(world: World, label: str) -> Held:
    """The people of every village are called; it is open when this is done."""
    chance = world.chance("assembly", label)
    day = world.month.day(chance.between(8, 20))
    meeting = Held(world.id("assembly", label), day, 0)
    world.ask(
        "/meetings/meetings", meeting_id=meeting.id, kind="assembly", numbered=False, held_on=day,
        body_id=world.id("assembly-body"), title=f"ประชุมประชาคมตำบล{world.character.place}",
    )  # fmt: skip
    world.ask(f"{meeting.path}/invitations", villages=world.villages)
    world.ask(f"{meeting.path}/opening")
    share = 0.5 + world.character.vigour / 2
    for village in chance.some(world.villages, max(1, round(len(world.villages) * share))):
        world.ask(f"{meeting.path}/representation", village=village)
    meeting.present = round(chance.around(25, 40 + 60 * world.character.vigour, 160))
    world.ask(f"{meeting.path}/head-count", present={"value": meeting.present})
    return meeting


def _joint_meeting(world: World) -> None:
    """Every organisation is asked, to draft the centre's own regulations."""
    chance = world.chance("joint")
    day = world.month.day(chance.between(5, 25))
    meeting = Held(world.id("joint"), day, 0)
    invited = [organisation.id for organisation in world.organisations]
    world.ask(
        "/meetings/meetings", meeting_id=meeting.id, kind="joint", numbered=False, held_on=day,
        body_id=world.id("centre-body"), title="ประชุมร่วมเพื่อร่างระเบียบ",
    )  # fmt: skip
    world.ask(f"{meeting.path}/invitations", organisation_ids=invited)
    world.ask(f"{meeting.path}/opening")
    for organisation in chance.some(invited, round(len(invited) * 0.8)):
        world.ask(f"{meeting.path}/representation", organisation_id=organisation)
    meeting.present = len(invited) * 2 + chance.between(0, 20)
    world.ask(f"{meeting.path}/head-count", present={"value": meeting.present})
    world.ask(
        "/meetings/regulations", regulation_id=world.id("regulation"), meeting_id=meeting.id,
        body_id=world.id("centre-body"), title="ระเบียบศูนย์ประสานงานองค์การชุมชน",
    )  # fmt: skip
    for number, text in enumerate(words.ARTICLES, 1):
        path = f"/meetings/regulations/{world.id('regulation')}/articles"
        world.ask(path, number=number, text=text)
    _close(world, meeting, "joint", "ประชุมร่วมเพื่อร่างระเบียบ")
    world.pending.regulation = "drafted"


def _monthly_meeting(world: World, chance: Chance) -> None:
    """The working group meets: minutes, problems, plans, projects, money."""
    day = world.month.day(chance.between(4, 24))
    meeting = Held(world.id("meeting", world.month), day, 0)
    committee = world.group
    world.ask(
        "/meetings/meetings", meeting_id=meeting.id, kind="committee", numbered=True, held_on=day,
        body_id=world.id("centre-body"), title="ประชุมประจำเดือน", begins_at="09:30",
        entitled=len(committee.members),
    )  # fmt: skip
    discussed = problems.put_on_agenda(world, meeting.path)
    world.ask(f"{meeting.path}/opening", begun_at="09:40")
    _check_in(world, meeting, chance)
    _adopt_minutes(world, meeting)
    if meeting.decides:
        _decide_everything(world, meeting, chance)
    for problem in discussed:
        problem.state = "discussed"
    _close(world, meeting, "committee", "ประชุมประจำเดือน")
    _write_minutes(world, meeting, chance)


def _check_in(world: World, meeting: Held, chance: Chance) -> None:
    """Who came, who did not, and who came in another's place."""
    committee = world.group
    come = 0.5 + 0.45 * world.character.vigour * (0.9 if world.harvest else 1)
    roll: list[dict[str, Any]] = []
    others = [p for p in world.grown_ups() if p not in committee.members]
    for member in committee.members:
        if chance.yes(come):
            roll.append({"person_id": member.id, "listed_as": "member", "village": member.village})
        elif others and chance.yes(0.12):
            other = others.pop(chance.between(0, len(others) - 1))
            roll.append({"person_id": other.id, "listed_as": "member", "in_place_of": member.id})
        else:
            reason = chance.one((None, "ป่วย", "ติดธุระ", "ไปราชการ"))
            absent = {"person_id": member.id, "listed_as": "absent", "reason": reason}
            roll.append(absent)
    world.ask(f"{meeting.path}/check-in", entries=roll)
    meeting.present = sum(one["listed_as"] == "member" for one in roll)
    meeting.decides = 2 * meeting.present >= len(committee.members) and meeting.present > 0
    if not meeting.present:
        world.ask(f"{meeting.path}/head-count", present={"value": 0})


def _close(world: World, meeting: Held, kind: str, title: str) -> None:
    lesson = derived_id(meeting.id, "lesson")
    wait = f"/learning/lessons/{lesson}", {"status": "open"}
    world.ask(f"{meeting.path}/closing", wait=wait)
    world.tally.add("meetings-held", kind, on=meeting.day)
    world.tally.add("attendance", kind, meeting.present, on=meeting.day)
    world.tally.add("lessons", "open")
    world.pending.lessons.append((lesson, title))


# -- what is decided ---------------------------------------------------------------------------


def _decide_everything(world: World, meeting: Held, chance: Chance) -> None:
    if not world.pending.plan:
        _make_plan(world, meeting, chance)
    if world.pending.regulation == "drafted":
        regulation = world.id("regulation")
        if _decide(
            world, meeting, chance, text="เห็นชอบระเบียบของศูนย์", subject="regulation",
            regulation_id=regulation,
        ):  # fmt: skip
            world.ask(f"/meetings/regulations/{regulation}/force", in_force_from=meeting.day)
            world.pending.regulation = "in force"
    for text in chance.some(words.MATTERS, chance.between(1, 2)):
        _decide(world, meeting, chance, text=text)
    if chance.yes(0.35 * world.character.vigour):
        _resolve_project(world, meeting, chance)
    if chance.yes(0.4):
        _assign_action(world, meeting, chance)


def _decide(world: World, meeting: Held, chance: Chance, *, text: str, **more: Any) -> bool:
    """A motion is moved and voted on; True when it is carried."""
    meeting.motions += 1
    motion = world.id(meeting.id, "motion", meeting.motions)
    resolution = derived_id(motion, "resolution")
    world.ask(f"{meeting.path}/motions", motion_id=motion, text=text, **more)
    against = round(meeting.present * chance.around(0, 0.05, 0.62))
    abstained = chance.between(0, max(0, (meeting.present - against) // 6))
    votes_for = meeting.present - against - abstained
    carried = votes_for > against
    wait: tuple[str, dict[str, Any]] | None = None
    if carried and "project" in more:
        wait = f"/funds/projects/{more['project']['project_id']}", {"stage": "proposed"}
    world.ask(
        f"{meeting.path}/motions/{motion}/votes", resolution_id=resolution, votes_for=votes_for,
        votes_against=against, abstained=abstained, wait=wait,
    )  # fmt: skip
    if carried:
        world.tally.add("resolutions", "passed")
        world.pending.resolved.append((meeting.id, resolution, meeting.day))
    return carried


def _make_plan(world: World, meeting: Held, chance: Chance) -> None:
    plan, year = world.id("plan"), meeting.day.year + 543
    world.ask(
        "/meetings/plans", plan_id=plan, meeting_id=meeting.id, title="แผนพัฒนาตำบล",
        from_year=year, to_year=year + 2,
    )  # fmt: skip
    for number, theme in enumerate(chance.some(list(words.PROJECTS), 5), 1):
        world.ask(
            f"/meetings/plans/{plan}/lines", line_id=world.id("plan", "line", number), theme=theme,
            title=words.PROJECTS[theme][0], priority=number,
            budget_satang=chance.between(5, 60) * 100_000,
        )  # fmt: skip
    adopted = _decide(
        world, meeting, chance, text="เห็นชอบแผนพัฒนาตำบล", subject="plan", plan_id=plan
    )
    world.pending.plan = "adopted" if adopted else "drafted"


def _resolve_project(world: World, meeting: Held, chance: Chance) -> None:
    from bangduan.simulation.grants import propose  # noqa: PLC0415 (each speaks of the other)

    theme = chance.one(list(words.PROJECTS))
    title = chance.one(words.PROJECTS[theme])
    id = world.id("project", world.month)
    project = {"project_id": id, "title": title, "theme": theme}
    if _decide(
        world, meeting, chance, text=f"เสนอ{title}", subject="project_proposal", project=project
    ):
        propose(world, id, title, theme)


def _assign_action(world: World, meeting: Held, chance: Chance) -> None:
    committee = world.group
    action, person = world.id("action", world.month), chance.one(committee.members)
    world.ask(
        "/meetings/actions", action_id=action, meeting_id=meeting.id, person_id=person.id,
        title="ประสานงานตามมติที่ประชุม", due_on=world.month.last,
    )  # fmt: skip
    world.pending.actions.append(action)


def _carry_out(world: World, chance: Chance) -> None:
    """What was resolved before this month is done, sooner or later, or never."""
    waiting = world.pending.resolved
    for one in list(waiting):
        meeting, resolution, held_on = one
        if held_on < world.month.first and chance.yes(0.35 * world.character.vigour):
            waiting.remove(one)
            world.ask(
                f"/meetings/meetings/{meeting}/resolutions/{resolution}/completion",
                done_on=world.month.day(chance.between(1, 28)),
            )  # fmt: skip
            world.tally.add("resolutions", "done")


def _finish_actions(world: World, chance: Chance) -> None:
    waiting = world.pending.actions
    for action in list(waiting):
        if chance.yes(0.5 * world.character.vigour):
            waiting.remove(action)
            world.ask(f"/meetings/actions/{action}/completion", finished_on=world.month.day(28))


# -- minutes -----------------------------------------------------------------------------------


def _write_minutes(world: World, meeting: Held, chance: Chance) -> None:
    if not chance.yes(0.6 + 0.4 * world.character.vigour):
        return
    committee = world.group
    sections = [
        {"part": "notices", "text": "ประธานแจ้งข่าวสารของทางราชการ"},
        {"part": "for_consideration", "text": "ที่ประชุมพิจารณาตามระเบียบวาระและลงมติ"},
    ]
    world.ask(
        f"{meeting.path}/minutes", sections=sections, recorder=chance.one(committee.members).id
    )
    world.ask(f"{meeting.path}/minutes/review", reviewer=chance.one(committee.members).id)
    world.pending.minutes = meeting.id


def _adopt_minutes(world: World, meeting: Held) -> None:
    earlier, world.pending.minutes = world.pending.minutes, None
    if earlier is not None:
        path = f"/meetings/meetings/{earlier}/minutes/adoption"
        world.ask(path, adopted_by_meeting_id=meeting.id)
