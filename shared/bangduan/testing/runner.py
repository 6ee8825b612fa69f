"""Runs services of a module, as ``bangduan serve`` runs installed ones.

    python -m bangduan.testing.runner MODULE SERVICE...

``MODULE.SERVICES`` are the services, ``MODULE.prepare(application)``, if there, is called with
each that was asked for. Settings come from the environment.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bangduan import green

if TYPE_CHECKING:
    from bangduan.service import Service


def running(module: str) -> list[str | Path]:
    """The command that serves the services of ``module`` named after it."""
    return [Path(sys.executable), "-m", __name__, module]


def chosen_from(module: Any, names: list[str]) -> tuple[Service, ...]:
    """The services of ``module`` with these names, in their order."""
    by_name = {service.name: service for service in module.SERVICES}
    return tuple(by_name[name] for name in names)


def main(arguments: list[str]) -> None:
    """Serve until asked to end."""
    green.patch()
    from bangduan.hosting import Host, Origin  # noqa: PLC0415 (after the patch)
    from bangduan.logs import configure  # noqa: PLC0415
    from bangduan.settings import Settings  # noqa: PLC0415

    configure()
    module = importlib.import_module(arguments[0])
    host = Host([Origin(chosen_from(module, arguments[1:]), Settings.from_environment())])
    for application in host.applications:
        getattr(module, "prepare", lambda _: None)(application)
    host.run()


if __name__ == "__main__":
    main(sys.argv[1:])
