"""A plain form of the page, read into one command: how the page works without its scripts."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from uuid6 import uuid7

from bangduan.domain import derived_id
from bangduan.web.pages.forms import Form
from bangduan.web.pages.typed import ROWS, TYPED
from bangduan.web.translate import gettext
from services.meetings.domain.meeting.agenda import AddAgendaItem
from services.meetings.domain.meeting.attendance import (
    RecordAbsence,
    RecordAttendance,
    RecordHeadCount,
    StrikeAttendance,
)
from services.meetings.domain.meeting.calling import CountEntitled
from services.meetings.domain.meeting.chair import OpenMeeting
from services.meetings.domain.meeting.closing import CloseMeeting
from services.meetings.domain.meeting.counting import DeclareCount
from services.meetings.domain.meeting.elections import HoldElection
from services.meetings.domain.meeting.motions import (
    CountVotes,
    DeclareOutcome,
    MoveMotion,
    WithdrawMotion,
)
from services.meetings.domain.minutes import WriteMinutes
from services.meetings.live.state import PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.datastructures import MultiDict

    from bangduan.web.pages.desk import Desk
    from services.meetings.live.roll import Roll

#: What a form's button says is to be done: the section it stands in, and the command.
DOES: Final[Mapping[str, tuple[str, type]]] = {
    "open": ("opening", OpenMeeting),
    "entitled": ("quorum", CountEntitled),
    "head-count": ("quorum", RecordHeadCount),
    "present": ("check-in", RecordAttendance),
    "observer": ("check-in", RecordAttendance),
    "absent": ("check-in", RecordAbsence),
    "strike": ("roll", StrikeAttendance),
    "agenda": ("agenda", AddAgendaItem),
    "notes": ("agenda", WriteMinutes),
    "move": ("motions", MoveMotion),
    "votes": ("motions", CountVotes),
    "carried": ("motions", DeclareOutcome),
    "lost": ("motions", DeclareOutcome),
    "declare": ("motions", DeclareCount),
    "withdraw": ("motions", WithdrawMotion),
    "elect": ("election", HoldElection),
    "close": ("closing", CloseMeeting),
}
#: What else a button says.
_SAYS: Final[Mapping[str, Mapping[str, str]]] = {
    "present": {"standing": "member"},
    "observer": {"standing": "attending"},
    "carried": {"carried": "true", "method": "acclamation"},
    "lost": {"carried": "", "method": "acclamation"},
}
#: Ids that are made with a form, of what its command makes.
_MAKES: Final[Mapping[type, tuple[str, ...]]] = {
    AddAgendaItem: ("item_id",),
    MoveMotion: ("motion_id",),
    CountVotes: ("resolution_id",),
    DeclareCount: ("resolution_id",),
    DeclareOutcome: ("resolution_id",),
    HoldElection: ("resolution_id", "committee_id"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent.

    Attributes:
        section: where on the page it stands.
        form: which of the forms there it is.
        command: what was asked for; None when something is wrong.
        key: idempotency key.
        errors: path → what is wrong.
    """

    section: str
    form: str
    command: Any
    key: str
    errors: dict[str, list[str]]


def read(desk: Desk, meeting_id: str, roll: Roll, given: MultiDict[str, str]) -> Sent | None:
    """The command that was typed; None for a form that no page of ours has."""
    does = given.get("do", "")
    if does not in DOES:
        return None
    section, command = DOES[does]
    typed = given.copy()
    for name, said in _SAYS.get(does, {}).items():
        typed[name] = said
    errors = _find_people(roll, typed)
    _leave_out_empty_notes(typed)
    form = Form(desk, command, typed, {"meeting_id": meeting_id})
    for made in _MAKES.get(command, ()):
        typed[made] = typed.get(made) or derived_id(form.key, made)
    if command is HoldElection:
        _name_the_elected(typed)
    read = form.read() if not errors else None
    name = "check-in" if section == "check-in" else does
    if section == "motions" and does != "move":
        name = f"motion-{typed.get('motion_id', '')}"
    return Sent(section, name, read, form.key, {**form.errors, **errors})


def new_key() -> str:
    """The key of a form that is yet to be sent."""
    return f"form:{uuid7()}"


def _find_people(roll: Roll, typed: MultiDict[str, str]) -> dict[str, list[str]]:
    """Put the ids of those whose names were typed in their place; what is wrong, by path."""
    wrong: dict[str, list[str]] = {}
    for name in [name for name in typed if name.endswith(TYPED)]:
        words, path = typed[name].strip(), name.removesuffix(TYPED)
        if not words:
            continue
        found = roll.find(words)
        if len(found) == 1:
            typed[path] = found[0]
        elif found:
            wrong[path] = [gettext("Several people of the roll are meant. Choose one of the list.")]
        else:
            wrong[path] = [gettext("Nobody on the roll is called so. Check the name.")]
    return wrong


def _leave_out_empty_notes(typed: MultiDict[str, str]) -> None:
    """A part of which nothing was noted has no section."""
    for index in range(len(PARTS)):
        if not typed.get(f"sections.{index}.text", "").strip():
            typed.poplist(f"sections.{index}.part")
            typed.poplist(f"sections.{index}.text")


def _name_the_elected(typed: MultiDict[str, str]) -> None:
    """Those ticked among the candidates are the elected; with none, the votes tell."""
    rows = range(int(typed.get("candidates" + ROWS, "0") or 0))
    ticked = [
        i for i in rows if typed.get(f"chosen.{i}") and typed.get(f"candidates.{i}.person_id")
    ]
    for place, index in enumerate(ticked):
        typed[f"elected.{place}"] = typed[f"candidates.{index}.person_id"]
    typed["elected" + ROWS] = str(len(ticked))
