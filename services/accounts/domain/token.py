"""โทเคน: lets a program act for an account, within scopes, for at most a year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bangduan.domain import Aggregate, NotFound, Rule, command
from bangduan.events.accounts import ApiTokenIssued, ApiTokenRevoked, EndReason
from bangduan.events.types import EntityId, Line
from bangduan.permissions import OWN

LONGEST: Final = timedelta(days=366)
_SCOPE: Final = re.compile(r"(?:\*|[a-z][a-z0-9-]*):(?:read|write)")

A_YEAR_AT_MOST = Rule(
    "token-expiry",
    en="A token expires later than now and within a year.",
    th="โทเคนต้องหมดอายุในอนาคตและไม่เกินหนึ่งปี",
    field="days",
)
KNOWN_SCOPES = Rule(
    "token-scope",
    en="Name at least one scope, as membership:read, funds:write or *:read; each once.",
    th="ระบุขอบเขตอย่างน้อยหนึ่งอย่าง เช่น membership:read funds:write หรือ *:read โดยไม่ซ้ำ",
    field="scopes",
)
NO_MORE_THAN_THE_ACCOUNT = Rule(
    "token-beyond-roles",
    en="The account's roles may only read, so its tokens may not write.",
    th="บทบาทของบัญชีนี้อ่านได้อย่างเดียว จึงออกโทเคนสำหรับแก้ไขไม่ได้",
    field="scopes",
)
ALREADY_ISSUED = Rule(
    "token-already-issued",
    en="This token was issued already. Use another id.",
    th="ออกโทเคนนี้แล้ว โปรดใช้รหัสอื่น",
    field="token_id",
)
REVOKED = Rule(
    "token-revoked",
    en="This token was revoked already.",
    th="เพิกถอนโทเคนนี้แล้ว",
    field="token_id",
)
ONES_OWN = Rule(
    "token-of-another",
    en="The token is another account's. Ask an administrator to revoke it.",
    th="โทเคนนี้เป็นของบัญชีอื่น โปรดแจ้งผู้ดูแลระบบ",
    field="token_id",
)


@command
class IssueToken:
    """ออกโทเคน.

    Attributes:
        at: now.
        services: names that a scope may begin with.
        roles: of the account, now.
    """

    token_id: EntityId
    account_id: EntityId
    label: Line
    scopes: tuple[Line, ...]
    expires_at: datetime
    at: datetime
    services: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@command(OWN)
class RevokeToken:
    """เพิกถอนโทเคน: one's own, or any by an administrator."""

    token_id: EntityId


@command
class CloseToken:
    """เพิกถอนโทเคน because of something else."""

    token_id: EntityId
    reason: EndReason


@dataclass(frozen=True, slots=True)
class Token:
    """State of a token."""

    account_id: str = ""
    revoked: bool = False


TokenCommand = IssueToken | RevokeToken | CloseToken


def decide(state: Token, command: TokenCommand) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken or NotFound."""
    if isinstance(command, IssueToken):
        ALREADY_ISSUED.require(not state.account_id)
        _require_fitting(command)
        return [
            ApiTokenIssued(
                token_id=command.token_id,
                account_id=command.account_id,
                label=command.label,
                scopes=command.scopes,
                expires_at=command.expires_at,
            )
        ]
    if not state.account_id:
        raise NotFound("token", command.token_id, field="token_id")
    REVOKED.require(not state.revoked)
    reason: EndReason = "revoked" if isinstance(command, RevokeToken) else command.reason
    return [
        ApiTokenRevoked(
            token_id=command.token_id, account_id=EntityId(state.account_id), reason=reason
        )
    ]


def _require_fitting(command: IssueToken) -> None:
    scopes = command.scopes
    A_YEAR_AT_MOST.require(command.at < command.expires_at <= command.at + LONGEST)
    KNOWN_SCOPES.require(
        scopes
        and len(set(scopes)) == len(scopes)
        and all(_SCOPE.fullmatch(scope) for scope in scopes)
        and {scope.partition(":")[0] for scope in scopes} <= {"*", *command.services}
    )
    writes = any(scope.endswith(":write") for scope in scopes)
    NO_MORE_THAN_THE_ACCOUNT.require(not writes or set(command.roles) - {"auditor"})


def evolve(state: Token, event: object) -> Token:
    """The token after ``event``."""
    match event:
        case ApiTokenIssued():
            return Token(event.account_id)
        case ApiTokenRevoked():
            return replace(state, revoked=True)
        case _:
            return state


TOKEN = Aggregate(
    "token",
    key="token_id",
    initial=Token(),
    decide=decide,
    evolve=evolve,
    commands=(IssueToken, RevokeToken, CloseToken),
    snapshot_every=0,
)
