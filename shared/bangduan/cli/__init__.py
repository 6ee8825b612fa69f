"""The ``bangduan`` command: one module per verb, loaded when it is called.

Exit codes: 0 done, 1 could not be done, 2 asked wrongly.
"""

from __future__ import annotations

import importlib
import sys
from importlib.metadata import entry_points
from typing import Final

import click

import bangduan
from bangduan.errors import BangDuanError, ConfigurationError

VERBS: Final = (
    "up", "serve", "story", "events", "rebuild", "verify", "dead-letters", "doctor", "status",
    "backup", "restore", "import", "join", "site", "broker", "simulate",
)  # fmt: skip

#: A verb that is a word of the language has a module of another name.
_MODULES: Final = {"import": "importing"}

#: A service brings verbs of its own under this name of entry points.
ENTRY_POINTS: Final = "bangduan.verbs"


class _Verbs(click.Group):
    """Imports a verb's module only when it is wanted, so that help is instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*VERBS, *sorted(entry.name for entry in entry_points(group=ENTRY_POINTS))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            brought = entry_points(group=ENTRY_POINTS, name=cmd_name)
            found: click.Command | None = next((entry.load() for entry in brought), None)
            return found
        name = _MODULES.get(cmd_name, cmd_name.replace("-", "_"))
        module = importlib.import_module(f"bangduan.cli.{name}")
        command: click.Command = module.command
        return command


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(bangduan.__version__, prog_name="bangduan")
def bangduan_command() -> None:
    """Run a Community Organisation Coordination Centre (ศูนย์ประสานงานองค์การชุมชนตำบล)."""


def main() -> None:
    """Entry point of the ``bangduan`` command."""
    try:
        bangduan_command.main(standalone_mode=True)
    except BangDuanError as error:
        click.echo(f"{error.th}\n{error.en}" if error.th != error.en else error.en, err=True)
        sys.exit(2 if isinstance(error, ConfigurationError) else 1)
