"""การเข้าใช้ระบบ: from signing in to signing out; at most twelve hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.accounts import EndReason, SessionBegun, SessionEnded
from bangduan.events.types import EntityId, Line
from bangduan.permissions import OWN

#: A session ends by itself after this, however often it was renewed.
LONGEST: Final = timedelta(hours=12)

ENDED = Rule(
    "session-ended",
    en="This session has ended already.",
    th="การเข้าใช้นี้สิ้นสุดแล้ว",
    field="session_id",
)
ONES_OWN = Rule(
    "session-of-another",
    en="The session is another account's. Ask an administrator to end it.",
    th="การเข้าใช้นี้เป็นของบัญชีอื่น โปรดแจ้งผู้ดูแลระบบ",
    field="session_id",
)


@command
class SignIn:
    """เข้าสู่ระบบ: the password was right; whether one may is decided now.

    Attributes:
        address_id: a keyed hash of the address.
        secret_digest: SHA-256 of the secret with which it is renewed.
    """

    session_id: EntityId
    account_id: EntityId
    address_id: EntityId
    secret_digest: Line
    at: datetime
    device: Line | None = None
    address: Line | None = None


@command(OWN)
class EndSession:
    """ออกจากระบบ: one's own, or any by an administrator."""

    session_id: EntityId


@command
class CloseSession:
    """สิ้นสุดการเข้าใช้ because of something else."""

    session_id: EntityId
    reason: EndReason


@dataclass(frozen=True, slots=True)
class Session:
    """State of a session."""

    account_id: str = ""
    secret_digest: str = ""
    expires_at: datetime | None = None
    ended: bool = False

    def holds(self, now: datetime) -> bool:
        """True while it may be renewed."""
        return self.expires_at is not None and not self.ended and now < self.expires_at


SessionCommand = SignIn | EndSession | CloseSession


def decide(state: Session, command: SessionCommand) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, SignIn):
        return [
            SessionBegun(
                session_id=command.session_id,
                account_id=command.account_id,
                secret_digest=command.secret_digest,
                device=command.device,
                address=command.address,
                expires_at=command.at + LONGEST,
            )
        ]
    if not state.account_id:
        raise NotFound("session", command.session_id, field="session_id")
    ENDED.require(not state.ended)
    reason: EndReason = "signed-out" if isinstance(command, EndSession) else command.reason
    return [
        SessionEnded(
            session_id=command.session_id, account_id=EntityId(state.account_id), reason=reason
        )
    ]


def evolve(state: Session, event: object) -> Session:
    """The session after ``event``."""
    match event:
        case SessionBegun():
            return Session(event.account_id, event.secret_digest, event.expires_at)
        case SessionEnded():
            return replace(state, ended=True)
        case _:
            return state


SESSION = Aggregate(
    "session",
    key="session_id",
    initial=Session(),
    decide=decide,
    evolve=evolve,
    commands=(SignIn, EndSession, CloseSession),
    snapshot_every=0,
)
