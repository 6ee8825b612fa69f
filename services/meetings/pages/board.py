"""กระดานปัญหา: open problems on one page, the urgent first, with how long each waits on whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bangduan.permissions import needs
from bangduan.web import layout
from bangduan.web.translate import ngettext, value_label
from services.meetings.permissions import READ
from services.meetings.projections import problems

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Blueprint

    from bangduan.web.app import Web


def add(blueprint: Blueprint, web: Web) -> None:
    """Add the board to the service's pages."""

    @needs(READ)
    def board() -> str:
        found = problems.problem_board(web.reader)["items"]
        return layout.render("meetings/board.html", web, rows=[_row(each) for each in found])

    blueprint.add_url_rule("/meetings/board", "board", board)


def _row(problem: Mapping[str, Any]) -> dict[str, Any]:
    days, urgency = problem["days_waiting"], problem["urgency"]
    cells = [
        {"text": problem["title"]},
        {"text": None if urgency is None else str(urgency), "align": "right"},
        {"text": value_label(problem["theme"]) if problem["theme"] else None},
        {"text": None if days is None else ngettext("%(num)s day", "%(num)s days", days)},
        {"text": ", ".join(_waiting_on(problem)) or "–"},
    ]
    return {"href": f"/meetings/problems/{problem['problem_id']}", "cells": cells}


def _waiting_on(problem: Mapping[str, Any]) -> list[str]:
    """Partners that have been asked and have not answered."""
    return [
        str(each["partner_name"] or each["partner_id"])
        for each in problem["referrals"]
        if each["status"] == "waiting"
    ]
