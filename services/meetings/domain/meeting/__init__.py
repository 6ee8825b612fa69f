"""การประชุม: a meeting, from being called to being closed, in one stream.

``state`` what is remembered · ``calling`` called, prepared, put off · ``notice`` when, where and
by which text · ``agenda`` · ``carrying`` what became of items, what the next meeting takes over ·
``chair`` invited, engaged elsewhere, delegated, opening · ``attendance`` who came ·
``checking_in`` many at once · ``motions`` and ``counting`` what is decided · ``elections`` and
their ``ballots`` · ``closing`` reports, what became of resolutions, the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from bangduan.domain import Aggregate, NotFound
from services.meetings.domain.meeting import (
    agenda,
    attendance,
    calling,
    carrying,
    chair,
    checking_in,
    closing,
    counting,
    elections,
    motions,
    notice,
)
from services.meetings.domain.meeting.calling import CallMeeting, ConveneMeeting
from services.meetings.domain.meeting.state import Meeting, evolve

__all__ = ["MEETING", "Meeting"]

_DECISIONS: Final[Mapping[type, Callable[[Meeting, Any], Sequence[object]]]] = {
    **calling.DECISIONS,
    **notice.DECISIONS,
    **agenda.DECISIONS,
    **carrying.DECISIONS,
    **chair.DECISIONS,
    **attendance.DECISIONS,
    **checking_in.DECISIONS,
    **motions.DECISIONS,
    **counting.DECISIONS,
    **elections.DECISIONS,
    **closing.DECISIONS,
}


def decide(state: Meeting, command: Any) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, CallMeeting):
        return calling.call(state, command)
    if not state.stage:
        raise NotFound("meeting", command.meeting_id, field="meeting_id")
    return _DECISIONS[type(command)](state, command)


MEETING = Aggregate(
    "meeting",
    key="meeting_id",
    initial=Meeting(),
    decide=decide,
    evolve=evolve,
    commands=(ConveneMeeting, CallMeeting, chair.OpenMeeting, carrying.CarryOver, *_DECISIONS),
)
