"""องค์ประชุมและเสียงข้างมาก: shares of people and of votes, reckoned in whole numbers.

What is not known for certain is ``unknown``, never ``met``: with the number entitled missing,
or with people counted only roughly, a share of them cannot be judged.
"""

from __future__ import annotations

from typing import Final

from bangduan.events.meetings import MeetingRules, Quorum, Share
from bangduan.events.types import PositiveCount, Quantity

#: More than half of the votes cast, for a body whose rules nobody has entered.
SIMPLE_MAJORITY: Final = Share(
    numerator=PositiveCount(1), denominator=PositiveCount(2), more_than=True
)


def reached(share: Share, part: int, whole: int) -> bool:
    """True when ``part`` of ``whole`` reaches (or, where asked, exceeds) the share."""
    mine, theirs = part * share.denominator, whole * share.numerator
    return mine > theirs if share.more_than else mine >= theirs


def required(rules: MeetingRules, entitled: int | None) -> int | None:
    """How many must be present, or None where that hangs on an unknown number entitled."""
    at_least = rules.quorum_at_least or 0
    if rules.quorum_share is None:
        return at_least
    if entitled is None:
        return None
    return max(at_least, _smallest_part(rules.quorum_share, entitled))


def quorum(rules: MeetingRules | None, present: Quantity | None, entitled: int | None) -> Quorum:
    """Whether enough are present under ``rules``: met, not met, or not to be known."""
    if rules is None or present is None or (_has_no_quorum(rules)):
        return "unknown"
    needed = required(rules, entitled)
    if needed is not None and present.bound != "about" and present.value >= needed:
        return "met"
    needed_at_least = needed if needed is not None else rules.quorum_at_least or 0
    if present.bound == "exact" and present.value < needed_at_least:
        return "not_met"
    return "unknown"


def _smallest_part(share: Share, whole: int) -> int:
    exact, rest = divmod(whole * share.numerator, share.denominator)
    return exact + 1 if rest or share.more_than else exact


def _has_no_quorum(rules: MeetingRules) -> bool:
    return rules.quorum_share is None and rules.quorum_at_least is None
