"""``bangduan story``: replay a story through the HTTP API."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

_TIMEOUT_SECONDS = 60.0


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--url", default="http://127.0.0.1:8000/", show_default=True, help="Address of the site."
)
@click.option(
    "--token", envvar="BANGDUAN_TOKEN", show_envvar=True,
    help="API token of the account that tells it, from /accounts/.",
)  # fmt: skip
def command(file: Path, url: str, token: str | None) -> None:
    """Send the entries of FILE, in order, each once: a second run changes nothing."""
    replay_with_progress(file, url, token)


def replay_with_progress(file: Path, url: str, token: str | None = None) -> None:
    """Replay ``file`` to the site at ``url``, with a progress bar on standard error.

    Args:
        token: API token of the account that tells it.
    """
    from bangduan.story import Story, replay  # noqa: PLC0415 (after ``up`` made waits green)

    story = Story.load(file)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(story.name, total=len(story.entries))
        replay(
            story, url, on_progress=lambda done: progress.update(task, completed=done),
            timeout=_TIMEOUT_SECONDS, token=token,
        )  # fmt: skip
