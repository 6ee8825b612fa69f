"""Runs services of a module that is not installed, as ``bangduan`` does with installed ones.

    python -m bangduan.testing.runner serve MODULE SERVICE...
    python -m bangduan.testing.runner retry MODULE SERVICE SUBJECT
    python -m bangduan.testing.runner discard MODULE SERVICE EVENT
    python -m bangduan.testing.runner begin-epoch MODULE SERVICE

``MODULE.SERVICES`` are the services; ``MODULE.prepare(application)``, if there, is called with
each that is served. Settings come from the environment. It serves until it is asked to end;
``retry`` and ``discard`` are about dead letters, ``begin-epoch`` is what a restore does.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bangduan import green

if TYPE_CHECKING:
    from collections.abc import Callable

    from bangduan.application import Application
    from bangduan.service import Service


def running(verb: str, module: str) -> list[str | Path]:
    """The command that does ``verb`` with the services of ``module`` named after it."""
    return [Path(sys.executable), "-m", __name__, verb, module]


def _named(module: Any, name: str) -> Service:
    [service] = [each for each in module.SERVICES if each.name == name]
    return service  # type: ignore[no-any-return]


def _serve(module: Any, *names: str) -> None:
    from bangduan.hosting import Host, Origin
    from bangduan.settings import Settings

    services = tuple(_named(module, name) for name in names)
    host = Host([Origin(services, Settings.from_environment())])
    if hasattr(module, "prepare"):
        for application in host.applications:
            module.prepare(application)
    host.run()


def _retry(module: Any, name: str, subject: str) -> None:
    from bangduan.messaging import letters
    from bangduan.messaging.inbox import Inbox

    application = _application(module, name)
    sources = {each.source for each in letters.all_letters(application.database)}
    for source in sources:
        letters.retry_subject(Inbox(application, source), subject)


def _discard(module: Any, name: str, event: str) -> None:
    from bangduan.messaging import letters

    database = _application(module, name).database
    [letter] = [each for each in letters.all_letters(database) if each.id == event]
    letters.discard(database, letter)


def _begin_epoch(module: Any, name: str) -> None:
    _application(module, name).log.begin_epoch()


def _application(module: Any, name: str) -> Application:
    from bangduan.application import Application
    from bangduan.settings import Settings

    return Application(_named(module, name), Settings.from_environment())


_VERBS: dict[str, Callable[..., None]] = {
    "serve": _serve,
    "retry": _retry,
    "discard": _discard,
    "begin-epoch": _begin_epoch,
}


if __name__ == "__main__":
    green.patch()
    from bangduan.logs import configure

    configure()
    verb: Callable[..., None] = _VERBS[sys.argv[1]]
    verb(importlib.import_module(sys.argv[2]), *sys.argv[3:])
