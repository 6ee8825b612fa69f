"""บัตรเลือกตั้ง: who is elected by the votes, who ties for the last seats, and the second ballot.

Pure reckoning on what an election says of itself; the rules it may break stand here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from bangduan.domain import Rule
from bangduan.events.meetings import Candidate
from bangduan.events.types import EntityId

if TYPE_CHECKING:
    from services.meetings.domain.meeting.elections import HoldElection
    from services.meetings.domain.meeting.state import Meeting

ELECTED_HAVE_MOST_VOTES = Rule(
    "election-against-the-votes",
    en="{person_id} has more votes than somebody elected.",
    th="{person_id} ได้คะแนนมากกว่าผู้ได้รับเลือกบางคน",
    field="elected",
)
TIE_IS_BROKEN = Rule(
    "election-tie-unbroken",
    en="Candidates tie for the last seats. Say who was elected and how the tie was broken.",
    th="ผู้สมัครได้คะแนนเท่ากันสำหรับที่นั่งสุดท้าย โปรดระบุผู้ได้รับเลือกและวิธีชี้ขาด",
    field="tie_broken_by",
)
TIE_BY_THE_RULES = Rule(
    "election-tie-against-the-rules",
    en="The body's rules break a tie by {rule}, not by {asked}.",
    th="ข้อบังคับการประชุมให้ชี้ขาดคะแนนเท่ากันด้วยวิธี {rule} ไม่ใช่ {asked}",
    field="tie_broken_by",
)
RUNOFF_AMONG_TIED = Rule(
    "election-runoff-not-among-tied",
    en="A second ballot is held among those who tie for the last seats, more of them than seats.",
    th="การลงคะแนนรอบสองทำได้เฉพาะผู้ที่ได้คะแนนเท่ากันสำหรับที่นั่งสุดท้าย และต้องมีมากกว่าที่นั่ง",
    field="runoff",
)
VOTES_ALL_OR_NONE = Rule(
    "election-votes-incomplete",
    en="Give the votes of all candidates, or who was elected.",
    th="โปรดระบุคะแนนของผู้สมัครทุกคน หรือระบุผู้ได้รับเลือก",
    field="candidates",
)
BALLOTS_FIT_PRESENT = Rule(
    "election-more-ballots-than-present",
    en="{ballots} ballots were handed in with {present} present. Count again.",
    th="มีบัตรลงคะแนน {ballots} ใบ แต่มีผู้มาประชุม {present} คน โปรดนับใหม่",
    field="ballots",
)
VOTES_FIT_BALLOTS = Rule(
    "election-more-votes-than-ballots",
    en="{votes} votes do not fit on {ballots} valid ballots. Count again.",
    th="คะแนน {votes} คะแนน มากกว่าบัตรดี {ballots} ใบ โปรดนับใหม่",
    field="candidates",
)

#: What may still break a tie of the second ballot.
_LAST_RESORTS: Final = ("lot", "chair")


def votes_of(candidates: Iterable[Candidate]) -> dict[str, int | None]:
    """Votes by person, None where they were not counted or not kept."""
    return {candidate.person_id: candidate.votes for candidate in candidates}


def tied_for_last(candidates: Sequence[Candidate], seats: int) -> tuple[frozenset[str], int]:
    """Who ties for the last seats, and how many seats they tie for; nobody: none and 0.

    Args:
        candidates: all with their votes.
        seats: that are filled by name.
    """
    ranked = _ranked(candidates)
    if not 0 < seats < len(ranked) or ranked[seats - 1].votes != ranked[seats].votes:
        return frozenset(), 0
    last = ranked[seats - 1].votes
    tied = frozenset(each.person_id for each in ranked if each.votes == last)
    above = sum(1 for each in ranked if (each.votes or 0) > (last or 0))
    return tied, seats - above


def elected_by_votes(command: HoldElection) -> tuple[EntityId, ...]:
    """Who is elected by the votes, in their order; a tie is settled by the second ballot.

    Raises:
        RuleBroken: votes are missing, or a tie is not broken.
    """
    candidates, seats = command.candidates, command.seats - command.unnamed
    if len(candidates) <= seats:
        return tuple(candidate.person_id for candidate in candidates)
    _require_all(candidates)
    tied, left = tied_for_last(candidates, seats)
    ranked = _ranked(candidates)
    if not tied:
        return tuple(each.person_id for each in ranked[: max(seats, 0)])
    again, _ = tied_for_last(command.runoff, left)
    TIE_IS_BROKEN.require(command.runoff and not again)
    safe = [each.person_id for each in ranked[: seats - left]]
    return (*safe, *(each.person_id for each in _ranked(command.runoff)[:left]))


def require_by_the_votes(command: HoldElection) -> None:
    """Refuse who is said to be elected over somebody with more votes, or as many by no means."""
    decided = votes_of(command.runoff)
    for winner in (c for c in command.candidates if c.person_id in command.elected):
        for loser in (c for c in command.candidates if c.person_id not in command.elected):
            if winner.votes is None or loser.votes is None:
                continue
            person_id = loser.person_id
            ELECTED_HAVE_MOST_VOTES.require(loser.votes <= winner.votes, person_id=person_id)
            if loser.votes == winner.votes:
                _require_settled(command, decided, winner.person_id, person_id)


def _require_settled(
    command: HoldElection, decided: dict[str, int | None], winner: str, loser: str
) -> None:
    """Refuse one of two who tie unless the second ballot, or else what is named, settles it."""
    if not decided:
        TIE_IS_BROKEN.require(command.tie_broken_by)
        return
    RUNOFF_AMONG_TIED.require(winner in decided)
    won, lost = decided[winner] or 0, decided.get(loser) or 0
    ELECTED_HAVE_MOST_VOTES.require(won >= lost, person_id=loser)
    again = won == lost and loser in decided
    TIE_IS_BROKEN.require(not again or command.tie_broken_by in _LAST_RESORTS)


def require_runoff_among_tied(command: HoldElection) -> None:
    """Refuse a second ballot with anybody who does not tie for the last seats."""
    if not command.runoff:
        return
    _require_all(command.candidates)
    _require_all(command.runoff)
    tied, left = tied_for_last(command.candidates, command.seats - command.unnamed)
    names = frozenset(candidate.person_id for candidate in command.runoff)
    RUNOFF_AMONG_TIED.require(names <= tied and len(names) > left)


def require_tie_by_the_rules(state: Meeting, command: HoldElection) -> None:
    """Refuse another way to break a tie than the body's; a second ballot may itself tie."""
    rule = None if state.rules is None else state.rules.tie_rule
    asked = command.tie_broken_by or ("runoff" if command.runoff else None)
    if rule is None or asked is None or rule == asked:
        return
    after_runoff = rule == "runoff" and command.runoff and asked in _LAST_RESORTS
    TIE_BY_THE_RULES.require(after_runoff, rule=rule, asked=asked)


def require_ballots_fit(state: Meeting, command: HoldElection) -> None:
    """Refuse more ballots than people, more spoilt than ballots, more votes than both allow."""
    present = state.present
    exact: int | None = present.value if present is not None and present.bound == "exact" else None
    if command.ballots is not None and exact is not None:
        BALLOTS_FIT_PRESENT.require(
            command.ballots <= exact, ballots=command.ballots, present=exact
        )
    valid: int | None = exact
    if command.ballots is not None:
        valid = command.ballots - (command.spoilt or 0)
        total = sum(candidate.votes or 0 for candidate in command.candidates)
        room = valid * command.seats
        fits = valid >= 0 and total <= room
        VOTES_FIT_BALLOTS.require(fits, votes=total, ballots=max(valid, 0))
    if valid is not None:
        for candidate in command.candidates:
            votes = candidate.votes or 0
            VOTES_FIT_BALLOTS.require(votes <= valid, votes=votes, ballots=valid)


def _ranked(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The most votes first; those with as many in the order they were named."""
    return sorted(candidates, key=lambda candidate: -(candidate.votes or 0))


def _require_all(candidates: Sequence[Candidate]) -> None:
    VOTES_ALL_OR_NONE.require(all(candidate.votes is not None for candidate in candidates))
