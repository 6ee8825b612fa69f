"""Accounts and tokens for tests of one service, without the accounts service.

    keys = Keys()
    headers = keys.let_in(application, "secretary")
    client.get("/membership/api/v1/people", headers=headers)

    client = client_of(application)          # acts for an administrator, whatever it asks

What accounts would tell is told to the service's own read tables; the token is a real one.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from uuid6 import uuid7

from bangduan.access import EVERYTHING, SOURCE
from bangduan.events.accounts import AccountOpened, SigningKeyPublished
from bangduan.events.envelope import Recorded
from bangduan.events.types import EntityId, Line
from bangduan.unit_of_work import UnitOfWork
from bangduan.web import sessions
from bangduan.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.testing import FlaskClient

    from bangduan.application import Application
    from bangduan.permissions import Role


class Keys:
    """A signing key of the test's own."""

    def __init__(self) -> None:
        self.key = sessions.SigningKey(str(uuid7()), Ed25519PrivateKey.generate())

    def let_in(
        self, application: Application, *roles: Role, scopes: Iterable[str] | None = None
    ) -> dict[str, str]:
        """Headers of a program that acts for a new account with these roles.

        Args:
            scopes: of its token; everything, when not given.
        """
        account = self.open(application, *roles)
        wanted = frozenset(scopes if scopes is not None else (f"{EVERYTHING}:write",))
        said = sessions.Statement("token", str(uuid7()), account, wanted)
        return {"Authorization": f"Bearer {self.signed(application, said)}"}

    def cookie(self, application: Application, *roles: Role) -> tuple[str, str]:
        """A browser's session: the value of its cookie, and what its forms carry."""
        account = self.open(application, *roles)
        said = sessions.Statement("session", str(uuid7()), account, form_token=str(uuid7()))
        return self.signed(application, said), said.form_token

    def open(self, application: Application, *roles: Role, account: str | None = None) -> str:
        """Id of a new account that the service knows of; ``account``, when it is to have that."""
        account = EntityId(account or str(uuid7()))
        name = Line(" ".join(roles) or "nobody")
        tell(
            application,
            SigningKeyPublished(key_id=EntityId(self.key.id), public_key=Line(self.key.public)),
            AccountOpened(
                account_id=account, username=name, name=name, roles=roles, synthetic=True
            ),
        )
        return account

    def signed(
        self, application: Application, said: sessions.Statement, *, seconds: float = 3600
    ) -> str:
        """A statement, signed for the application's site."""
        now = datetime.now(UTC)
        expires = now + timedelta(seconds=seconds)
        return sessions.sign(said, self.key, application.tambon, now=now, expires_at=expires)


def client_of(application: Application, *roles: Role) -> FlaskClient:
    """A client whose program acts for a new account with these roles, or the administrator's."""
    client = create_app(application).test_client()
    headers = Keys().let_in(application, *(roles or ("administrator",)))
    client.environ_base["HTTP_AUTHORIZATION"] = headers["Authorization"]
    return client


def tell(application: Application, *events: object) -> None:
    """Let the service know what accounts has to tell, as if its events had arrived."""
    unit = UnitOfWork(application)
    for event in events:
        at = Recorded(
            source=SOURCE, id=str(uuid7()), stream="", version=1, type="",
            time=datetime.now(UTC).isoformat(), sequence="", meta={},
        )  # fmt: skip
        application.project_from(SOURCE, event, at, unit.rows)
    application.commit(unit)
