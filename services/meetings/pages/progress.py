"""ความก้าวหน้าตามแผน: how far the lines of a plan have come, drawn, with the table behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import abort

from bangduan import thai
from bangduan.permissions import needs
from bangduan.web import layout
from bangduan.web.pages import Leaf
from bangduan.web.translate import gettext, value_label
from services.meetings.permissions import READ
from services.meetings.projections import plans

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bangduan.web.app import Web

#: What a status says of a line of which nobody gave a percentage.
_KNOWN: Final = {"not_started": 0, "done": 100}


@needs(READ)
def show_progress(web: Web, plan_id: str) -> str:
    """The lines of a plan as bars: how much is done, and how much is spent of the budget."""
    plan = plans.one_plan(web.reader, plan_id)
    if plan is None:
        abort(404)
    lines = plan["lines"]
    return layout.render(
        "meetings/plan_progress.html", web, plan=plan, done=_done(lines), spent=_spent(lines),
        totals=_totals(lines), here=f"/meetings/plans/{plan_id}",
    )  # fmt: skip


def _done(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"label": line["title"], "value": _percent(line), "shown": _said(line)} for line in lines
    ]


def _percent(line: Mapping[str, Any]) -> int | None:
    known: int | None = line["percent"]
    return _KNOWN.get(line["status"]) if known is None else known


def _said(line: Mapping[str, Any]) -> str:
    """How far a line has come, in words, and in percent where that is known."""
    if line["status"] is None:
        return gettext("not reported")
    percent = _percent(line)
    status = value_label(line["status"])
    return status if percent is None else f"{status} {percent}%"


def _spent(lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Of each line with a budget, what was spent of it; bars are in baht."""
    found = []
    for line in lines:
        budget, spent = line["budget_satang"], line["spent_satang"]
        if budget is None and spent is None:
            continue
        said = (
            gettext("not reported") if spent is None else thai.baht(spent),
            gettext("not recorded") if budget is None else thai.baht(budget),
        )
        shown = gettext("%(spent)s of %(budget)s baht", spent=said[0], budget=said[1])
        found.append({"label": line["title"], "value": (spent or 0) // 100, "shown": shown})
    return found


def _totals(lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Sums of what is known; None where nothing is."""

    def total(name: str) -> str | None:
        known = [line[name] for line in lines if line[name] is not None]
        return thai.baht(sum(known)) if known else None

    return {
        "done": sum(1 for line in lines if line["status"] == "done"),
        "lines": len(lines),
        "budget": total("budget_satang"),
        "spent": total("spent_satang"),
    }


OF_A_PLAN: Final = (Leaf("progress", title="Progress of the plan", show=show_progress),)
