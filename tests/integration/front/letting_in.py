"""A program: lets somebody in at services that do not run yet, and prints the headers for it.

    python letting_in.py DATA ROLE SERVICE…

It is run beside the services, in an environment where all of them are installed; what accounts
would tell is written to each service's own database, so that accounts need not run.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path
from typing import cast

from uuid6 import uuid7

from bangduan.access import EVERYTHING
from bangduan.application import Application
from bangduan.events.accounts import AccountOpened, SigningKeyPublished
from bangduan.events.types import EntityId, Line
from bangduan.permissions import Role
from bangduan.rebuilding import prepare
from bangduan.service import named
from bangduan.settings import Settings
from bangduan.testing.access import Keys, tell
from bangduan.web.sessions import Statement


def main(data: str, role: str, *services: str) -> None:
    """Let in one account with ``role`` at each of ``services``."""
    keys, account = Keys(), EntityId(str(uuid7()))
    said = Statement("token", str(uuid7()), account, frozenset({f"{EVERYTHING}:write"}))
    shown = ""
    for service in services:
        with closing(Application(named(service), Settings(data=Path(data)))) as application:
            prepare(application)
            tell(
                application,
                SigningKeyPublished(key_id=EntityId(keys.key.id), public_key=Line(keys.key.public)),
                AccountOpened(
                    account_id=account,
                    username=Line(role),
                    name=Line(role),
                    roles=(cast("Role", role),),
                    synthetic=True,
                ),
            )
            shown = keys.signed(application, said)
    sys.stdout.write(json.dumps({"Authorization": f"Bearer {shown}"}))


if __name__ == "__main__":
    main(*sys.argv[1:])
