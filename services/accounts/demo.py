"""Invented people, one a role, for a demonstration: with passwords made on the spot.

What was made is written down first and carried out then, so that a demonstration cut off in the
middle goes on where it was.
"""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from bangduan.domain import derived_id
from bangduan.events.types import EntityId
from bangduan.permissions import ROLE_NAMES, Role, roles_at
from bangduan.private import write_private
from bangduan.unit_of_work import Context, UnitOfWork
from services.accounts import credentials, signing_in
from services.accounts.domain.account import ACCOUNT, ChangePassword
from services.accounts.projections import one_token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bangduan.application import Application

FILE: Final = "demo-credentials.json"
_DAYS: Final = 365
_CONTEXT: Final = Context(actor="console")


def make(application: Application) -> Path:
    """Open the demo accounts that are not there; where their credentials are written.

    The file is its owner's alone: role → username, password, token.
    """
    path = application.settings.data / FILE
    roles = roles_at(application.scope)
    known = _read(path, roles)
    for role in roles:
        known.setdefault(role, {"username": _username(role), "password": _new_password()})
    _write(path, known)
    for role in roles:
        _open(application, role, known[role])
        known[role]["token"] = _token(application, role)
    _write(path, known)
    return path


def _open(application: Application, role: Role, kept: dict[str, str]) -> None:
    id = _id(application, role)
    if UnitOfWork(application).state(ACCOUNT, id).status:
        _let_in(application, id, kept["password"])
        return
    signing_in.open_account(
        application,
        account_id=id,
        username=kept["username"],
        name=f"{ROLE_NAMES[role][0]} (สมมติ)",
        roles=(role,),
        password=kept["password"],
        synthetic=True,
        context=_CONTEXT,
    )


def _let_in(application: Application, account_id: str, password: str) -> None:
    """The file is right: what it was written for before it was lost, it is right for again."""
    known = credentials.password_hash(application, account_id)
    if known is None or credentials.fits(password, known):
        return
    command = ChangePassword(
        account_id=EntityId(account_id), password_hash=credentials.hashed(password)
    )
    application.execute(command, context=_CONTEXT)


def _token(application: Application, role: Role) -> str:
    """The role's token: issued once, and signed again as often as it is asked for."""
    id = derived_id("demo-token", application.tambon, role)
    row = one_token(application.reader, id)
    if row is None:
        _, text, _ = signing_in.issue_token(
            application,
            _id(application, role),
            token_id=id,
            label="demo",
            scopes=("*:read",) if role == "auditor" else ("*:write",),
            days=_DAYS,
            context=_CONTEXT,
        )
        return text
    expires_at = datetime.fromisoformat(row["expires_at"])
    return signing_in.signed_token(
        application,
        id,
        row["account_id"],
        row["scopes"],
        issued_at=expires_at - timedelta(days=_DAYS),
        expires_at=expires_at,
    )


def _id(application: Application, role: Role) -> str:
    return derived_id("demo-account", application.tambon, role)


def _username(role: Role) -> str:
    return f"demo.{role}"


def _new_password() -> str:
    return "-".join(secrets.token_hex(3) for _ in range(3))


def _read(path: Path, roles: Sequence[Role]) -> dict[str, dict[str, str]]:
    try:
        found: dict[str, Any] = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    return {role: dict(found[role]) for role in roles if role in found}


def _write(path: Path, known: dict[str, dict[str, str]]) -> None:
    """What else the file tells stays: under ``up`` of the province's accounts."""
    try:
        told = json.loads(path.read_text())
    except FileNotFoundError:
        told = {}
    write_private(path, json.dumps({**known, **told, **known}, indent=2).encode())
