"""``bangduan broker``: what a broker must hold before services with few rights can use it."""

from __future__ import annotations

import json
import os
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from bangduan.messaging.definitions import Stack
    from bangduan.service import Service
    from bangduan.settings import Settings

_READABLE_BY_THE_BROKER: Final = 0o644
_PATIENCE_SECONDS: Final = 20


@click.group()
def command() -> None:
    """Set up the broker that the services share."""


@command.command("definitions")
@click.option(
    "--site", envvar="BANGDUAN_TAMBON", help="Six digits of the site; also BANGDUAN_TAMBON."
)
@click.option(
    "--province", envvar="BANGDUAN_PROVINCE",
    help="Code of the province, if its services use this broker; also BANGDUAN_PROVINCE.",
)  # fmt: skip
@click.option(
    "--sites", envvar="BANGDUAN_SITES", default="",
    help="Sites the province follows from the start, commas between; also BANGDUAN_SITES.",
)  # fmt: skip
@click.option(
    "--passwords", default=Path("/run/secrets"), show_default=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with a file for each user: SERVICE-broker, admin-broker, watcher-broker.",
)  # fmt: skip
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path),
    help="File to write.  [default: standard output]",
)  # fmt: skip
@click.option(
    "--give", metavar="URL",
    help="Management API, as http://rabbitmq:15672: give it to the broker, if it runs.",
)  # fmt: skip
def definitions(  # noqa: PLR0917 (one for each option)
    site: str | None, province: str | None, sites: str, passwords: Path, output: Path | None,
    give: str | None,
) -> None:  # fmt: skip
    """Print what the broker needs for all installed services, for RabbitMQ to import.

    Each service gets a user that can read its own queues, write under its own name, and make
    nothing. A service whose password is not there gets no user, which is said.
    """
    from bangduan.messaging.definitions import ADMINISTRATOR  # noqa: PLC0415 (help is instant)
    from bangduan.messaging.definitions import definitions as made  # noqa: PLC0415
    from bangduan.service import installed  # noqa: PLC0415

    stacks = _stacks(tuple(installed().values()), site, province, sites)
    if not stacks:
        raise click.UsageError("name a site with --site, or a province with --province")
    files = _files(stacks)
    found = {
        user: (passwords / name).read_text(encoding="utf-8").rstrip("\r\n")
        for user, name in files.items()
        if (passwords / name).is_file()
    }
    for user in files.keys() - found.keys():
        click.echo(f"no user {user}: there is no file {passwords / files[user]}", err=True)
    text = json.dumps(made(stacks, found), indent=1, ensure_ascii=False) + "\n"
    if output is None:
        click.echo(text, nl=False)
    else:
        _replace(output, text)
    if give is not None:
        click.echo(_given(give, ADMINISTRATOR, found.get(ADMINISTRATOR, ""), text), err=True)


def _stacks(
    services: tuple[Service, ...], site: str | None, province: str | None, sites: str
) -> list[Stack]:
    from bangduan.messaging.definitions import Stack  # noqa: PLC0415
    from bangduan.settings import Settings  # noqa: PLC0415

    codes = tuple(part.strip() for part in sites.split(",") if part.strip())
    named: list[Settings] = []
    if site:
        named.append(Settings(tambon=site))
    if province:
        named.append(Settings(tambon=province, sites=codes))
    return [
        Stack(settings, tuple(each for each in services if each.runs_at(settings.scope)))
        for settings in named
    ]


def _files(stacks: list[Stack]) -> dict[str, str]:
    """Names of the files with the passwords, by user.

    A province's own accounts have another password than the accounts of a site.
    """
    from bangduan.messaging.definitions import (  # noqa: PLC0415
        ADMINISTRATOR,
        WATCHER,
        user_name,
    )

    files = {name: f"{name}-broker" for name in (ADMINISTRATOR, WATCHER)}
    for stack in stacks:
        tambon, scope = stack.settings.tambon, stack.settings.scope
        for service in stack.services:
            ours = scope == "province" and service.scope == "everywhere"
            owner = f"province-{service.name}" if ours else service.name
            files[user_name(tambon, service.name)] = f"{owner}-broker"
    return files


def _given(url: str, user: str, password: str, text: str) -> str:
    """Give the broker what it must hold; what became of it.

    Raises:
        MessagingError: it is there and does not take it.
    """
    import httpx  # noqa: PLC0415

    from bangduan.errors import MessagingError  # noqa: PLC0415

    try:
        answer = httpx.post(
            f"{url.rstrip('/')}/api/definitions",
            content=text.encode(),
            headers={"Content-Type": "application/json"},
            auth=(user, password),
            timeout=_PATIENCE_SECONDS,
            trust_env=False,  # a proxy set for the machine has no business before the broker
        )
    except httpx.TransportError:
        return f"no broker answers at {url} now; it takes the file when it starts"
    if answer.status_code == HTTPStatus.UNAUTHORIZED:
        return f"the broker at {url} knows another password; it takes the file when it starts anew"
    if answer.is_error:
        msg = f"the broker at {url} does not take this: {answer.status_code} {answer.text}"
        raise MessagingError(msg)
    return f"the broker at {url} has it"


def _replace(path: Path, text: str) -> None:
    """Write a whole file or none: the broker may read it at any moment."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.chmod(_READABLE_BY_THE_BROKER)
    unfinished.replace(path)
