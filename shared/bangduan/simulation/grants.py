"""โครงการ งบประมาณจากภายนอก และสถาบันการเงิน: from a proposal to what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bangduan.domain import derived_id
from bangduan.simulation import words
from bangduan.simulation.money import move, post
from bangduan.simulation.register import register
from bangduan.simulation.world import Grant, Project

if TYPE_CHECKING:
    from datetime import date

    from bangduan.simulation.chance import Chance
    from bangduan.simulation.world import Fund, World

_BAHT: Final = 100
_FEWEST_FUNDS: Final = 3
_INSTITUTION_AFTER: Final = 5
_POOLS_IN: Final = 10


def propose(world: World, id: str, title: str, theme: str) -> None:
    """A project is in the list."""
    world.projects.append(Project(id, title, theme))
    world.tally.add("projects", "proposed")
    world.tally.add("project-themes", theme)


def go_on(world: World) -> None:
    """A month of projects, grants and the finance institution."""
    chance, vigour = world.chance("grants"), world.character.vigour
    if chance.yes(0.12 * vigour):
        _propose_directly(world, chance)
    asked_for = {grant.project.id for grant in world.grants}
    for project in list(world.projects):
        if project.id not in asked_for:
            if project.state == "proposed" and chance.yes(0.3 * vigour):
                _ask_for(world, project, chance)
            elif chance.yes(0.3 * vigour):
                _carry_on(world, project, chance)
    for grant in list(world.grants):
        if chance.yes(0.55):
            _next_stage(world, grant, chance)
    if world.institution is None:
        if world.lived >= _INSTITUTION_AFTER and chance.yes(0.1 * vigour):
            _form_institution(world, chance)
    elif world.month.first.month == _POOLS_IN or chance.yes(0.04):
        _pool(world, chance)


def _propose_directly(world: World, chance: Chance) -> None:
    theme = chance.one(list(words.PROJECTS))
    id, title = world.id("own-project", world.month), chance.one(words.PROJECTS[theme])
    world.ask(
        "/funds/projects", project_id=id, title=title, theme=theme,
        proposed_on=world.month.day(9), money_from="own",
    )  # fmt: skip
    propose(world, id, title, theme)


def _carry_on(world: World, project: Project, chance: Chance) -> None:
    """The next step of a project that is carried out with what there is."""
    if project.state == "started":
        _complete(world, project, world.month.day(24))
    elif chance.yes(0.15):
        world.ask(
            f"/funds/projects/{project.id}/cancellation", reason="ไม่มีผู้รับผิดชอบ",
            cancelled_on=world.month.day(24),
        )  # fmt: skip
        world.projects.remove(project)
        world.tally.move("projects", "proposed", "cancelled")
    else:
        _start(world, project, world.month.day(12))


def _start(world: World, project: Project, day: date) -> None:
    path = f"/funds/projects/{project.id}"
    world.ask(
        f"{path}/plan", starts_on=day, cost_satang=world.chance(project.id).between(5, 40) * 100_000
    )
    world.ask(f"{path}/start", started_on=day)
    project.state, project.started_on = "started", day
    world.tally.move("projects", "proposed", "started")


def _complete(world: World, project: Project, day: date) -> None:
    lesson = derived_id(project.id, "lesson")
    served = world.chance(project.id, "served").between(10, 240)
    world.ask(
        f"/funds/projects/{project.id}/completion", completed_on=day,
        beneficiaries={"value": served, "bound": "about"}, result="ดำเนินการแล้วเสร็จตามแผน",
        wait=(f"/learning/lessons/{lesson}", {"status": "open"}),
    )  # fmt: skip
    world.projects.remove(project)
    world.tally.move("projects", "started", "completed")
    world.tally.add("lessons", "open")
    world.pending.lessons.append((lesson, project.title))


# -- grants ------------------------------------------------------------------------------------


def _ask_for(world: World, project: Project, chance: Chance) -> None:
    grant = Grant(
        world.id("grant", project.id, world.month), project, chance.between(4, 60) * 5_000 * _BAHT
    )
    day = world.month.day(15)
    world.ask(
        "/funds/grants", grant_id=grant.id, title=f"ขอรับงบประมาณ{project.title}",
        grantor_organisation_id=world.id("grantor"), requested_satang=grant.asked,
        project_ids=[project.id],
    )  # fmt: skip
    world.ask(f"/funds/grants/{grant.id}/submission", submitted_on=day)
    grant.state = "submitted"
    world.grants.append(grant)
    world.tally.add("grants", "asked", on=day)
    world.tally.add("grant-money", "asked", grant.asked, on=day)


def _next_stage(world: World, grant: Grant, chance: Chance) -> None:
    day, path = world.month.day(chance.between(16, 27)), f"/funds/grants/{grant.id}"
    if grant.state == "submitted" and chance.yes(0.3):
        world.ask(f"{path}/rejection", reason="งบประมาณเต็มแล้ว", rejected_on=day)
        world.grants.remove(grant)
        world.tally.add("grants", "rejected", on=day)
    elif grant.state == "submitted":
        grant.asked = round(grant.asked * chance.around(0.5, 0.9, 1.0)) // _BAHT * _BAHT
        world.ask(f"{path}/approval", approved_satang=grant.asked, approved_on=day)
        grant.state = "approved"
        world.tally.add("grants", "approved", on=day)
        world.tally.add("grant-money", "approved", grant.asked, on=day)
    elif grant.state == "approved":
        _receive(world, grant, day)
    elif grant.project.state == "proposed":
        _start(world, grant.project, day)
    else:
        _spend_and_complete(world, grant, day)


def _receive(world: World, grant: Grant, day: date) -> None:
    fund = _keeper(world)
    if fund is None:
        return
    grant.fund, grant.state = fund, "received"
    world.ask(
        f"/funds/grants/{grant.id}/receipts", received_satang=grant.asked, received_on=day,
        fund_id=fund.id, paid_into="bank",
    )  # fmt: skip
    move(world, fund, (("bank", "debit", grant.asked), ("grants", "credit", grant.asked)))
    world.tally.add("grants", "received", on=day)
    world.tally.add("grant-money", "received", grant.asked, on=day)


def _spend_and_complete(world: World, grant: Grant, day: date) -> None:
    if grant.fund is not None:
        spent = min(grant.asked, grant.fund.held.get("bank", 0))
        post(
            world, grant.fund, day, f"จ่ายตาม{grant.project.title}",
            ("project-costs", "debit", spent), ("bank", "credit", spent),
        )  # fmt: skip
    _complete(world, grant.project, day)
    lesson = derived_id(grant.id, "lesson")
    world.ask(
        f"/funds/grants/{grant.id}/completion", projects_completed=1, completed_on=day,
        wait=(f"/learning/lessons/{lesson}", {"status": "open"}),
    )  # fmt: skip
    world.grants.remove(grant)
    world.tally.add("grants", "completed", on=day)
    world.tally.add("grant-projects", on=day)
    world.tally.add("lessons", "open")
    world.pending.lessons.append((lesson, grant.project.title))


# -- the institution ---------------------------------------------------------------------------


def _keeper(world: World) -> Fund | None:
    """Whose books money from outside enters: the savings group's."""
    savings = world.of_kind("savings-group")
    return None if savings is None else savings.fund


def _form_institution(world: World, chance: Chance) -> None:
    lead, funds = _keeper(world), world.funds()
    if lead is None or len(funds) < _FEWEST_FUNDS:
        return
    others = chance.some([fund for fund in funds if fund is not lead], chance.between(2, 4))
    together = [lead, *others]
    day, name = world.month.day(25), f"สถาบันการจัดการเงินทุนชุมชนตำบล{world.character.place}"
    organisation = register(
        world, world.id("institution", "organisation"), "community-finance-institution", name,
        village=None, founded=day,
    )  # fmt: skip
    world.institution = world.id("institution")
    world.ask(
        "/funds/institutions", institution_id=world.institution, name=name, formed_on=day,
        organisation_id=organisation.id, lead_fund_id=lead.id,
        fund_ids=[fund.id for fund in together],
    )  # fmt: skip
    for fund in together:
        fund.integrated = True
    world.tally.add("funds", "integrated", len(together))
    _pool(world, chance)


def _pool(world: World, chance: Chance) -> None:
    lead = _keeper(world)
    if lead is None:
        return
    savers = chance.between(40, 60 * max(2, len(world.villages)))
    sum_ = savers * chance.between(2, 20) * 50 * _BAHT
    world.ask(
        f"/funds/institutions/{world.institution}/savings", savers={"value": savers},
        amount_satang=sum_, pooled_on=world.month.day(26), fund_id=lead.id, paid_into="bank",
    )  # fmt: skip
    move(world, lead, (("bank", "debit", sum_), ("member-savings", "credit", sum_)))
    world.tally.add("savers", amount=savers - world.savers)
    world.savers = savers
    world.tally.add("savings-pooled", amount=sum_)
