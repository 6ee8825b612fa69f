"""``bangduan province``: the province's certificates, and its sites, where its database is.

A province service that runs meanwhile takes notice within seconds.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bangduan.application import Application
    from bangduan.settings import Settings

_DATA = click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), envvar="DATA",
    help="Folder where everything is kept.  [default: BANGDUAN_DATA or data]",
)  # fmt: skip
_ADDRESS = click.option(
    "--address", default="", metavar="HOST:PORT",
    help="The province's broker, as sites reach it.  [default: BANGDUAN_BROKER_ADDRESS]",
)  # fmt: skip
_DAYS = click.option(
    "--expires", "days", type=click.IntRange(1, 60), default=7, show_default=True,
    help="Days for which the invitation may be used.",
)  # fmt: skip
_OUTPUT = click.option(
    "--output", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="File to write, - for standard output.  [default: invitation-CODE.json]",
)  # fmt: skip
_REASON = click.option("--reason", required=True, help="Kept with it.")
_CONSOLE: Final = "console"
_STANDARD: Final = Path("-")


@click.group()
def command() -> None:
    """Enrol sites: certificates, invitations, approval, suspension."""


@command.command()
@_ADDRESS
@click.option(
    "--name", "names", multiple=True,
    help="Another host name or address of the broker; once for each.",
)  # fmt: skip
@click.option(
    "--renew-server", is_flag=True, help="Only a new certificate for the broker; the rest stays."
)
@_DATA
def init(address: str, names: tuple[str, ...], data: Path | None, *, renew_server: bool) -> None:
    """Make the certificate authority and the broker's certificate; prints the fingerprint.

    What is there is not written over. The broker reads the folder that is printed.
    """
    from datetime import UTC, datetime  # noqa: PLC0415 (help stays instant)

    from bangduan.cli.common import explained  # noqa: PLC0415
    from bangduan.link.authority import Authority  # noqa: PLC0415
    from services.province.inviting import names_of, parted  # noqa: PLC0415

    settings = _settings(data)
    host, _ = parted(address or settings.broker_address)
    now = datetime.now(UTC)
    folder = settings.authority_path
    with explained():
        if renew_server:
            authority = Authority(folder)
        else:
            title = f"{names_of(settings.tambon)[1]} {settings.tambon}"
            authority = Authority.create(folder, title, now)
        seen = authority.server([host, *(name for name in names if name != host)], now)
    click.echo(f"ใบรับรองของโบรกเกอร์ · for the broker: {seen}")
    _say_fingerprint(authority.fingerprint)


@command.command()
@_DATA
def fingerprint(data: Path | None) -> None:
    """Print what is read out on the telephone, so that a site knows whose file it has."""
    from bangduan.link.authority import Authority  # noqa: PLC0415 (help stays instant)

    click.echo(Authority(_settings(data).authority_path).fingerprint)


@command.command()
@click.argument("code")
@_DAYS
@_OUTPUT
@_ADDRESS
@_DATA
def enrol(code: str, days: int, output: Path | None, address: str, data: Path | None) -> None:
    """Put tambon CODE on record and write its invitation, which is good once.

    The file holds a key: hand it over on a stick or by a way that others cannot read.
    """
    from services.province import inviting  # noqa: PLC0415 (help stays instant)

    with _province(data) as application:
        new = inviting.register(application, code, _context())
        click.echo(
            f"{code}: {'ขึ้นทะเบียนแล้ว · registered' if new else 'อยู่ในทะเบียนแล้ว · on record'}",
            err=True,
        )
        if application.settings.is_embedded:
            click.echo(
                "จังหวัดนี้ทำงานแบบฝังตัวโดยไม่มีโบรกเกอร์ จึงไม่มีไฟล์คำเชิญ\n"
                "this province runs embedded, without a broker: no invitation is needed",
                err=True,
            )
            return
        _invite(application, code, days, output, address)


@command.command()
@click.argument("code")
@_DAYS
@_OUTPUT
@_ADDRESS
@_DATA
def rotate(code: str, days: int, output: Path | None, address: str, data: Path | None) -> None:
    """Write a new invitation for CODE, for a site that lost its key or may have.

    What it has now stays good until it comes in with the new certificate; to end it at once,
    use revoke. A site that only nears the end of its certificate renews that by itself.
    """
    with _province(data) as application:
        _invite(application, code, days, output, address)


@command.command()
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
@_DATA
def sites(data: Path | None, *, as_json: bool) -> None:
    """List the sites, and how far each has come."""
    from bangduan.cli.common import say_json, say_table  # noqa: PLC0415 (help stays instant)
    from services.province.projections.enrolment import list_enrolments  # noqa: PLC0415

    with _province(data) as application:
        rows = sorted(application.reader.all(list_enrolments()), key=lambda r: str(r["tambon"]))
    shown = ("tambon", "thai", "english", "status", "certificate_until", "reason")
    if as_json:
        say_json({"sites": [{name: _plain(row[name]) for name in shown} for row in rows]})
        return
    say_table(shown, [[_plain(row[name]) for name in shown] for row in rows])


@command.command()
@click.argument("code")
@_DATA
def approve(code: str, data: Path | None) -> None:
    """Take in what CODE reports, from now on."""
    from services.province.domain.site import ApproveSite  # noqa: PLC0415 (help stays instant)

    _carry_out(data, ApproveSite, code)


@command.command()
@click.argument("code")
@_REASON
@_DATA
def suspend(code: str, reason: str, data: Path | None) -> None:
    """Let CODE in no longer, until it is resumed."""
    from services.province.domain.site import SuspendSite  # noqa: PLC0415 (help stays instant)

    _carry_out(data, SuspendSite, code, reason=reason)


@command.command()
@click.argument("code")
@_DATA
def resume(code: str, data: Path | None) -> None:
    """Let CODE in again."""
    from services.province.domain.site import ResumeSite  # noqa: PLC0415 (help stays instant)

    _carry_out(data, ResumeSite, code)


@command.command()
@click.argument("code")
@click.option("--serial", help="Only this certificate.  [default: all, and an open invitation]")
@_REASON
@_DATA
def revoke(code: str, serial: str | None, reason: str, data: Path | None) -> None:
    """End certificates of CODE: whoever holds them is sent away within seconds."""
    from services.province.domain.site import RevokeCertificate  # noqa: PLC0415

    _carry_out(data, RevokeCertificate, code, serial=serial, reason=reason)


@command.command()
@click.argument("code")
@_REASON
@_DATA
def withdraw(code: str, reason: str, data: Path | None) -> None:
    """Make the open invitation of CODE worthless."""
    from services.province.domain.site import WithdrawInvitation  # noqa: PLC0415

    _carry_out(data, WithdrawInvitation, code, reason=reason)


def _invite(
    application: Application, code: str, days: int, output: Path | None, address: str
) -> None:
    from bangduan.errors import ConfigurationError  # noqa: PLC0415 (help stays instant)
    from bangduan.link.keys import write_new  # noqa: PLC0415
    from services.province import inviting  # noqa: PLC0415

    file = output or Path(f"invitation-{code}.json")
    if file != _STANDARD and file.exists():
        raise ConfigurationError(
            f"{file} is there already. Choose another with --output, or remove it.",
            f"มีไฟล์ {file} อยู่แล้ว โปรดเลือกชื่ออื่นด้วย --output หรือลบไฟล์เดิม",
        )
    made, content = inviting.invite(
        application, code, days=days, address=address, context=_context()
    )
    aside = file == _STANDARD
    if aside:
        click.echo(content, nl=False)
    else:
        write_new(file, content)
    _keep_broker(application)
    until = made.expires_at.astimezone()
    shown = "" if aside else f"{file}  "
    click.echo(f"{shown}(ใช้ได้ถึง · until {until:%Y-%m-%d %H:%M})", err=aside)
    _say_fingerprint(made.fingerprint, err=aside)


def _carry_out(data: Path | None, what: Any, code: str, **fields: Any) -> None:
    with _province(data) as application:
        application.execute(what(tambon=code, **fields), context=_context())
        _keep_broker(application)


def _keep_broker(application: Application) -> None:
    """Let the broker know at once, where it is at hand; else the running service does so."""
    from services.province.gatekeeper import gatekeeper_of  # noqa: PLC0415 (help stays instant)

    keeper = gatekeeper_of(application)
    if keeper is not None:
        keeper.keep()


def _say_fingerprint(text: str, *, err: bool = False) -> None:
    click.echo(f"ลายนิ้วมือดิจิทัล อ่านให้ตำบลฟังทางโทรศัพท์ · read this out: {text}", err=err)


def _context() -> Any:
    from bangduan.unit_of_work import Context  # noqa: PLC0415 (help stays instant)

    return Context(actor=_CONSOLE)


def _plain(value: object) -> str | None:
    return None if value is None else str(value)


def _settings(data: Path | None) -> Settings:
    from bangduan.cli.common import environment  # noqa: PLC0415 (help stays instant)
    from services.province.inviting import province_settings  # noqa: PLC0415

    return province_settings(environment(data))


@contextlib.contextmanager
def _province(data: Path | None) -> Iterator[Application]:
    """The province service without its network, on the database of the environment."""
    from bangduan.application import Application  # noqa: PLC0415 (help stays instant)
    from bangduan.cli.common import explained  # noqa: PLC0415
    from bangduan.rebuilding import prepare  # noqa: PLC0415
    from services.province.service import service  # noqa: PLC0415

    with explained():
        settings = _settings(data)
        settings.data.mkdir(parents=True, exist_ok=True)
        application = Application(service, settings)
        try:
            prepare(application)
            yield application
        finally:
            application.close()
