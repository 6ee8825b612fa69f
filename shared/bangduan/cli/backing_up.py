"""What ``bangduan backup`` does: once, or by a schedule, sealed or not."""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import click
import orjson

from bangduan.cli import common
from bangduan.errors import BangDuanError
from bangduan.link.management import Management
from bangduan.places import province_beside
from bangduan.store.backup import Part, take
from bangduan.store.backup.files import BROKER, collect
from bangduan.store.backup.schedule import file_in, interval, made_in, prune
from bangduan.store.backup.sealing import Opener, Seal, kind_of, new_identity, read_identities

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from bangduan.cli.backup import Wanted
    from bangduan.settings import Settings
    from bangduan.store.backup import Manifest

_ASK: Final = "รหัสผ่านของไฟล์สำรอง · passphrase of the backup"
_ASK_KEY: Final = "ตั้งรหัสผ่านของไฟล์กุญแจ (เว้นว่างได้) · passphrase for the key file (may be empty)"
_INCLUDED: Final = "included"
_AGAIN_AFTER: Final = timedelta(minutes=10)


def roots(settings: Settings) -> dict[str, Path]:
    """Files and folders of a site that belong in a sealed backup, by what they are.

    Under ``up`` also those of the province beside it; elsewhere there are none of these.
    """
    found = {
        "signing-key": settings.signing_key_path,
        "link": settings.link_path,
        "authority": settings.authority_path,
    }
    beside = province_beside(settings)
    for name, path in (
        ("province-signing-key", beside.signing_key_path),
        ("province-authority", beside.authority_path),
    ):
        if path not in found.values():  # where the folder of data says where it is
            found[name] = path
    return found


def left_out(settings: Settings, wanted: Wanted) -> tuple[Path, ...]:
    """What of the site a backup does not take because it is not sealed, or is without keys.

    They are to be kept elsewhere: no database holds them.
    """
    if _takes_secrets(wanted):
        return ()
    return tuple(path for name, path in roots(settings).items() if collect({name: path}))


def make_key(path: Path) -> None:
    """Make a key for backups; its public half is printed, its private half written."""
    with common.explained():
        recipient = new_identity(path, click.prompt(_ASK_KEY, default="", show_default=False,
                                                    hide_input=True, err=True))  # fmt: skip
    click.echo(recipient)
    click.echo(
        f"เก็บ {path} ไว้นอกเครื่องนี้อย่างน้อยสองที่ ไม่มีไฟล์นี้จะเปิดไฟล์สำรองไม่ได้อีก\n"
        f"Keep {path} away from this machine, in two places: without it no backup opens again.\n"
        f"BANGDUAN_BACKUP_RECIPIENTS={recipient}",
        err=True,
    )


def seal(settings: Settings, recipients: tuple[str, ...], *, asked: bool) -> Seal | None:
    """How to seal, as the command line says or else the settings; None for not at all."""
    if asked:
        typed = click.prompt(_ASK, hide_input=True, confirmation_prompt=True, err=True)
        return Seal(recipients=recipients, passphrase=typed)
    if recipients:
        return Seal(recipients=recipients)
    if settings.backup_recipients:
        return Seal(recipients=settings.backup_recipients)
    if settings.backup_passphrase:
        return Seal(passphrase=settings.backup_passphrase)
    return None


def opener(settings: Settings, file: Path, identities: Iterable[Path]) -> Opener:
    """What opens ``file``; asks for what is missing, where somebody can be asked."""
    keys: tuple[str, ...] = ()
    for identity in identities:
        typed = "" if kind_of(identity) == "open" else click.prompt(
            f"รหัสผ่านของไฟล์กุญแจ · passphrase of {identity}", hide_input=True, err=True
        )  # fmt: skip
        keys += read_identities(identity, typed)
    passphrase = settings.backup_passphrase
    if kind_of(file) == "passphrase" and not passphrase and sys.stdin.isatty():
        passphrase = click.prompt(_ASK, hide_input=True, err=True)
    return Opener(keys, passphrase)


def once(settings: Settings, file: Path, wanted: Wanted) -> Manifest:
    """Take one backup."""
    with common.explained(), common.ended_in_order(), common.progress() as tell:
        standing = common.standing_places(settings)
        parts = [
            Part(place.name, place.scope, place.settings.tambon, place.url, place.keyring_url)
            for place in standing
        ]
        return take(
            file, parts, tambon=settings.tambon, with_keys=wanted.with_keys, seal=wanted.seal,
            files=_files(settings, wanted), proven=wanted.proven,
            simulated=[place.scope for place in standing if place.settings.holds_simulated],
            on_progress=tell,
        )  # fmt: skip


def scheduled(
    settings: Settings,
    folder: Path,
    wanted: Wanted,
    *,
    keep: int | None,
    every: str | None,
    say: Callable[[Path, Manifest], None],
) -> None:
    """Take backups into a folder, once or until SIGTERM; one that fails is tried again soon."""
    again = interval(every) if every is not None else None
    with common.explained():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stopped = threading.Event()
    try:
        with common.ended_in_order():
            while True:
                rest = _until_due(folder, settings.tambon, again)
                if rest > timedelta(0):
                    stopped.wait(rest.total_seconds())
                try:
                    _one(settings, folder, wanted, keep, say)
                except BangDuanError as error:
                    if again is None:
                        raise
                    click.echo(f"{error.th}\n{error.en}", err=True)
                    stopped.wait(min(again, _AGAIN_AFTER).total_seconds())
                if again is None:
                    return
    except KeyboardInterrupt:
        if again is None:
            raise


def _one(
    settings: Settings,
    folder: Path,
    wanted: Wanted,
    keep: int | None,
    say: Callable[[Path, Manifest], None],
) -> None:
    file = file_in(folder, settings.tambon, datetime.now(UTC), sealed=wanted.seal is not None)
    manifest = once(settings, file, wanted)
    if keep is not None:
        prune(folder, settings.tambon, keep)
    say(file, manifest)


def _until_due(folder: Path, tambon: str, every: timedelta | None) -> timedelta:
    made = made_in(folder, tambon)
    if every is None or not made:
        return timedelta(0)
    return made[0][0] + every - datetime.now(UTC)


def _takes_secrets(wanted: Wanted) -> bool:
    return wanted.seal is not None and wanted.with_keys


def _files(settings: Settings, wanted: Wanted) -> dict[str, Path | bytes]:
    """What a sealed backup holds beside the databases; nothing where the keys are left out."""
    included = collect({f"{_INCLUDED}/{path.name.lstrip('.')}": path for path in wanted.includes})
    if not _takes_secrets(wanted):
        return dict(included)
    found: dict[str, Path | bytes] = {**collect(roots(settings)), **included}
    if settings.broker_admin:
        try:
            with Management(settings.broker_admin) as broker:
                found[BROKER] = orjson.dumps(broker.definitions(), option=orjson.OPT_INDENT_2)
        except BangDuanError as error:
            # they can be made again, what the services know cannot: the backup goes on
            click.echo(f"{error.th}\n{error.en}", err=True)
    return found
