"""``bangduan accounts``: look after accounts on the machine where their database is.

A service that runs meanwhile takes notice of what is done here.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

import click

from bangduan.errors import BangDuanError
from bangduan.permissions import ROLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bangduan.application import Application
    from bangduan.permissions import Role

_DATA = click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), envvar="DATA",
    help="Folder where everything is kept.  [default: BANGDUAN_DATA or data]",
)  # fmt: skip
_CONSOLE: Final = "console"


@click.group()
@click.option(
    "--province", is_flag=True,
    help="The accounts of the province that bangduan up runs beside the site.",
)  # fmt: skip
@click.pass_context
def command(context: click.Context, *, province: bool) -> None:
    """Open accounts, issue tokens, suspend, set one-time passwords."""
    context.obj = province


@command.command("open")
@click.argument("username")
@click.option("--name", required=True, help="The name others see.")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(ROLES),
    help="Once for each role.",
)  # fmt: skip
@click.option(
    "--password-file", type=click.File(), help="Its first line is the password; - reads it."
)
@_DATA
def open_(
    username: str, name: str, roles: tuple[Role, ...], password_file: TextIO | None,
    data: Path | None,
) -> None:  # fmt: skip
    """Open an account for USERNAME; prints a one-time password unless one is given."""
    from bangduan.unit_of_work import Context  # noqa: PLC0415 (help stays instant)
    from services.accounts import signing_in  # noqa: PLC0415

    given = None if password_file is None else password_file.readline().rstrip("\r\n")
    with _accounts(data) as application:
        id, once = signing_in.open_account(
            application, username=username, name=name, roles=roles, password=given,
            context=Context(actor=_CONSOLE),
        )  # fmt: skip
    click.echo(f"{username} {id}", err=True)
    if once is not None:
        click.echo("รหัสผ่านชั่วคราว · one-time password:", err=True)
        click.echo(once)


@command.command()
@click.argument("username")
@click.option(
    "--scope", "scopes", multiple=True, required=True,
    help="As membership:read, funds:write, *:read; once for each.",
)  # fmt: skip
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True)
@click.option("--label", default="console", show_default=True, help="What it is for.")
@_DATA
def token(username: str, scopes: tuple[str, ...], days: int, label: str, data: Path | None) -> None:
    """Issue a token for the account of USERNAME and print it, this once."""
    from bangduan.unit_of_work import Context  # noqa: PLC0415 (help stays instant)
    from services.accounts import signing_in  # noqa: PLC0415

    with _accounts(data) as application:
        _, text, _ = signing_in.issue_token(
            application, _id(application, username), label=label, scopes=scopes, days=days,
            context=Context(actor=_CONSOLE),
        )  # fmt: skip
    click.echo(text)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
@_DATA
def list_(data: Path | None, *, as_json: bool) -> None:
    """List the accounts."""
    from bangduan.cli.common import say_json, say_table  # noqa: PLC0415 (help stays instant)
    from services.accounts.projections import list_accounts  # noqa: PLC0415
    from services.accounts.views import AccountFilter  # noqa: PLC0415

    with _accounts(data) as application:
        rows = application.reader.all(list_accounts(AccountFilter()))
    if as_json:
        # columns are named with strings of the database's own sort; what was forgotten says so
        told = [{str(name): _plain(value) for name, value in row.items()} for row in rows]
        say_json({"accounts": told})
        return
    say_table(
        ("username", "name", "roles", "status", "id"),
        [
            (r["username"], r["name"], ", ".join(r["roles"]), r["status"], r["account_id"])
            for r in rows
        ],
    )


@command.command()
@click.argument("username")
@click.option("--reason", help="Kept with it.")
@_DATA
def suspend(username: str, reason: str | None, data: Path | None) -> None:
    """Suspend the account of USERNAME: its sessions and tokens end."""
    from bangduan.events.types import EntityId, Line  # noqa: PLC0415 (help stays instant)
    from bangduan.unit_of_work import Context  # noqa: PLC0415
    from services.accounts.domain.account import SuspendAccount  # noqa: PLC0415

    with _accounts(data) as application:
        given = SuspendAccount(
            account_id=EntityId(_id(application, username)),
            reason=None if reason is None else Line(reason),
        )
        application.execute(given, context=Context(actor=_CONSOLE))


@command.command("reset-password")
@click.argument("username")
@_DATA
def reset_password(username: str, data: Path | None) -> None:
    """Set a one-time password for USERNAME and print it; sessions of the account end."""
    from bangduan.unit_of_work import Context  # noqa: PLC0415 (help stays instant)
    from services.accounts import signing_in  # noqa: PLC0415

    with _accounts(data) as application:
        id = _id(application, username)
        click.echo(signing_in.reset_password(application, id, Context(actor=_CONSOLE)))


@command.command("rotate-key")
@click.option("--retire", is_flag=True, help="Believe nothing any longer that the old key signed.")
@_DATA
def rotate_key(data: Path | None, *, retire: bool) -> None:
    """Sign with a new key from now on."""
    from services.accounts import keys  # noqa: PLC0415 (help stays instant)

    with _accounts(data) as application:
        click.echo(keys.rotate(application, retire=retire).id)


@command.command()
@_DATA
def demo(data: Path | None) -> None:
    """Open one invented account a role for a demonstration; prints where the passwords are."""
    from services.accounts import demo as demonstration  # noqa: PLC0415 (help stays instant)

    with _accounts(data) as application:
        click.echo(demonstration.make(application))


@contextlib.contextmanager
def _accounts(data: Path | None) -> Iterator[Application]:
    """The accounts service without its network, on the database of the environment."""
    from bangduan.application import Application  # noqa: PLC0415 (help stays instant)
    from bangduan.cli.common import environment, explained  # noqa: PLC0415
    from bangduan.places import province_beside  # noqa: PLC0415
    from bangduan.rebuilding import prepare  # noqa: PLC0415
    from services.accounts import keys  # noqa: PLC0415
    from services.accounts.service import service  # noqa: PLC0415

    with explained():
        settings = environment(data)
        if click.get_current_context().find_object(bool):
            settings = province_beside(settings)
        settings.data.mkdir(parents=True, exist_ok=True)
        application = Application(service, settings)
        try:
            prepare(application)
            keys.signing_key(application)
            yield application
        finally:
            application.close()


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, (str, int, list)) else str(value)


def _id(application: Application, username: str) -> str:
    from services.accounts.credentials import account_named  # noqa: PLC0415 (help stays instant)

    found = account_named(application, username)
    if found is None:
        raise BangDuanError(
            f"There is no account {username}. See which there are with bangduan accounts list.",
            f"ไม่พบบัญชี {username} ดูบัญชีทั้งหมดด้วย bangduan accounts list",
        )
    return found
