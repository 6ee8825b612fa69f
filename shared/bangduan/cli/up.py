"""``bangduan up``: a whole site and a province in one process, with the story of Bang Duan."""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import json
import os
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bangduan import green
from bangduan.errors import ConfigurationError
from bangduan.private import write_private

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bangduan.application import Application
    from bangduan.permissions import Scope
    from bangduan.settings import Settings

STORY: Final = "deploy/demo/bang-duan-2551.yaml"
_PROVINCE: Final = "province"
_SIGN_IN_SECONDS: Final = 60
_LOOK_SECONDS: Final = 0.1


@click.command()
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    envvar="PORT",
    help="Port of the site.",
)
@click.option(
    "--province-port",
    type=click.IntRange(1, 65535),
    default=8100,
    show_default=True,
    envvar="PROVINCE_PORT",
    help="Port of the province.",
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data"),
    show_default=True,
    envvar="DATA",
    help="Folder where everything is kept.",
)
@click.option(
    "--story",
    "story_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"Story to replay the first time.  [default: {STORY}, if there]",
)
@click.option("--no-story", is_flag=True, help="Start empty.")
def command(
    port: int, province_port: int, data: Path, story_file: Path | None, *, no_story: bool
) -> None:
    """Start a site and its province, embedded: no broker, no database server.

    The first time, accounts for a demonstration are made, and with them the story of tambon
    Bang Duan is replayed through the API. Stop with Ctrl-C; start again and everything is as it
    was.
    """
    green.patch()
    from bangduan.hosting import Host, Origin  # noqa: PLC0415 (after the patch)
    from bangduan.logs import configure  # noqa: PLC0415
    from bangduan.places import province_beside  # noqa: PLC0415
    from bangduan.service import installed  # noqa: PLC0415
    from bangduan.settings import Settings  # noqa: PLC0415

    configure()
    site = Settings.from_environment(data=data, port=port, host="127.0.0.1")
    _require_apart(site)
    province = dataclasses.replace(province_beside(site), port=province_port)
    story = None if no_story else story_file or _default_story()
    with _alone(data):
        _require_free(port, "--port")
        _require_free(province_port, "--province-port")
        services = installed().values()
        host = Host(
            [
                Origin(tuple(s for s in services if s.runs_at("site")), site),
                Origin(tuple(s for s in services if s.runs_at("province")), province),
            ],
            _say_rebuilt,
        )
        host.run(lambda: _started(site, province, story, host.applications))


def _require_apart(site: Settings) -> None:
    """The site and the province have accounts of their own, each in its folder."""
    if any("{data}" not in url for url in (site.database, site.keyring)):
        msg = (
            "bangduan up keeps everything in its folder. Unset BANGDUAN_DATABASE and "
            "BANGDUAN_KEYRING, or run each service with bangduan serve."
        )
        thai = (
            "bangduan up เก็บทุกอย่างไว้ในโฟลเดอร์ของตน โปรดเลิกตั้งค่า BANGDUAN_DATABASE และ "
            "BANGDUAN_KEYRING หรือเริ่มแต่ละบริการด้วย bangduan serve"
        )
        raise ConfigurationError(msg, thai)


def _started(
    site: Settings, province: Settings, story: Path | None, running: Sequence[Application]
) -> None:
    here, there = f"http://127.0.0.1:{site.port}/", f"http://127.0.0.1:{province.port}/"
    if story is not None:
        kept = _demonstrate(running)
        _wait_for_sign_in(here, running)
        _replay_once(story, here, site.data, kept)
        if kept is not None:
            click.echo(f"บัญชีสาธิต · demo accounts {kept}")
    else:
        for url in (here, there):
            if not _has_accounts(running, at_site=url == here):
                click.echo(f"ตั้งค่าครั้งแรก · set up  {url}accounts/set-up")
    click.echo(f"ตำบล · site      {here}")
    click.echo(f"จังหวัด · province  {there}")
    click.echo("หยุดด้วย Ctrl-C · stop with Ctrl-C")


def _demonstrate(running: Sequence[Application]) -> Path | None:
    """Let every service make what a demonstration needs; where the accounts are written down.

    One file tells of the site's and, as its part ``province``, of the province's.
    """
    made: dict[Scope, Path] = {
        application.scope: application.service.demonstrating(application)
        for application in running
        if application.service.demonstrating is not None
    }
    kept = made.get("site")
    if kept is not None and "province" in made:
        told = json.loads(kept.read_text())
        told[_PROVINCE] = json.loads(made["province"].read_text())
        write_private(kept, json.dumps(told, indent=2).encode())
    return kept


def _has_accounts(running: Sequence[Application], *, at_site: bool) -> bool:
    from bangduan.access import SOURCE, any_account  # noqa: PLC0415 (after the patch)

    own = (each for each in running if each.service.name == SOURCE)
    return all(any_account(each.reader) for each in own if (each.scope == "site") is at_site)


def _wait_for_sign_in(url: str, running: Sequence[Application]) -> None:
    """Until every service knows the key and the accounts, those that tell the story above all."""
    from bangduan.access import any_account, any_key  # noqa: PLC0415 (after the patch)

    waiting = [each for each in running if each.service.knows_access]
    deadline = time.monotonic() + _SIGN_IN_SECONDS
    while waiting := [
        each for each in waiting if not (any_key(each.reader) and any_account(each.reader))
    ]:
        if time.monotonic() > deadline:
            names = ", ".join(each.source for each in waiting)
            msg = f"{names} of {url} did not hear of the accounts. See why with bangduan status."
            raise ConfigurationError(msg)
        time.sleep(_LOOK_SECONDS)


def _replay_once(path: Path, url: str, data: Path, credentials: Path | None) -> None:
    from bangduan.cli.story import replay_with_progress  # noqa: PLC0415

    done = data / f"{path.stem}.replayed"
    if done.exists():
        return
    token = None
    if credentials is not None:
        token = json.loads(credentials.read_text())["administrator"]["token"]
    replay_with_progress(path, url, token)
    unfinished = done.with_suffix(".part")
    unfinished.write_text("replayed\n")
    unfinished.replace(done)


def _default_story() -> Path | None:
    beside = Path(__file__).resolve().parents[3] / STORY
    return next((path for path in (Path(STORY), beside) if path.is_file()), None)


@contextlib.contextmanager
def _alone(data: Path) -> Iterator[None]:
    """One ``up`` a data folder; the lock goes with the process, however it ends."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "up.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            msg = (
                f"{data} is in use by process {file.read().strip() or '?'}. "
                "Stop it first, or choose another folder with --data."
            )
            raise ConfigurationError(msg) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _require_free(port: int, option: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            msg = f"Port {port} is in use. Choose another with {option}."
            raise ConfigurationError(msg) from None


def _say_rebuilt(service: str, projection: str, done: int) -> None:
    if done:
        click.echo(f"{service}: {projection} rebuilt from {done} events", err=True)
