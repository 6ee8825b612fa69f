"""``bangduan restore``: a backup put back."""

from __future__ import annotations

import contextlib
import fcntl
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bangduan.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bangduan.store.backup import Restored
    from bangduan.store.backup.files import PutBack


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--replace", is_flag=True, help="Also where events are recorded already; those are kept aside."
)
@click.option(
    "--identity",
    "identities",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Private key of a backup that is sealed for it.",
)
@options.DATA
@options.JSON
def command(
    *, file: Path, replace: bool, identities: tuple[Path, ...], data: Path | None, as_json: bool
) -> None:
    """Put the databases and keys of FILE, a backup, in the place of what there is.

    Stop the services first. FILE is proved whole before anything is touched; a restore that fails
    leaves all as it was. Every log begins a new epoch, so subscribers that had read on notice.
    Persons erased since the backup stay erased. A sealed one is opened with --identity or its
    passphrase.
    """
    from bangduan.cli import backing_up, common  # noqa: PLC0415 (help stays instant)
    from bangduan.places import places  # noqa: PLC0415
    from bangduan.store.backup import Part, restore, unpacked  # noqa: PLC0415
    from bangduan.store.backup.files import put_back  # noqa: PLC0415

    settings = common.environment(data)
    aside = settings.data / f"replaced-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}"
    with (
        common.explained(), common.ended_in_order(), common.progress() as tell,
        unpacked(
            file, settings.data, tell, backing_up.opener(settings, file, identities)
        ) as backup,
        _no_up(settings.data),
    ):  # fmt: skip
        names = [member.service for member in backup.manifest.services]
        found = places(settings, names)
        parts = [
            Part(place.name, place.scope, place.settings.tambon, place.url,
                 place.keyring_url)
            for place in found
        ]  # fmt: skip
        done = restore(backup, parts, aside=aside, replace=replace, on_progress=tell)
        for place in found:
            if place.scope in backup.manifest.simulated:
                place.settings.mark_simulated()
        files = put_back(
            backup, backing_up.roots(settings), settings.data / f"restored-{aside.name[9:]}"
        )
    if as_json:
        common.say_json(
            {
                "restored": done.manifest.services,
                "kept_aside": str(done.aside) if done.aside else None,
                "keyrings": done.keyrings,
                "files": [str(path) for path in files.restored],
                "files_left": [str(path) for path in files.left],
                "files_failed": files.failed,
            }
        )
    else:
        _say(done, files)


@contextlib.contextmanager
def _no_up(data: Path) -> Iterator[None]:
    """Refuse while ``bangduan up`` runs on the folder, and keep it from starting meanwhile."""
    from bangduan.store.backup import BackupRefused  # noqa: PLC0415

    with (data / "up.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            process = file.read().strip() or "?"
            raise BackupRefused(
                f"bangduan up (process {process}) is running on {data}. Stop it, then restore.",
                f"bangduan up (โปรเซส {process}) กำลังใช้ {data} อยู่ โปรดหยุดก่อนแล้วกู้คืนอีกครั้ง",
            ) from None
        yield


def _say(done: Restored, files: PutBack) -> None:
    manifest = done.manifest
    for member in manifest.services:
        click.echo(f"{member.service}: {member.events:,} events, as of {manifest.made_at}")
    for scope, keys in done.keyrings.items():
        click.echo(f"keyring ({scope}): {keys.persons:,} persons")
        if keys.stay_erased:
            click.echo(
                f"  {keys.stay_erased:,} คนถูกลบข้อมูลหลังการสำรอง ยังคงถูกลบ · erased since the backup, "
                "and stay so"
            )
    if not done.keyrings:
        click.echo(
            "ไฟล์นี้ไม่มีพวงกุญแจ · the backup holds no keys: personal data are read with those that are "
            "here, and as erased where there is none"
        )
    for path in files.restored:
        click.echo(f"กู้คืนแล้ว · restored  {path}")
    for what in files.failed:
        click.echo(f"เขียนไฟล์ไม่ได้ · could not be written  {what}", err=True)
    for path in files.left:
        click.echo(f"มีอยู่แล้ว ไม่แตะต้อง · is there already, left as it is  {path}")
    if done.aside:
        click.echo(
            f"ข้อมูลเดิมอยู่ที่ {done.aside} ลบได้เมื่อไม่ต้องการแล้ว · what was replaced is there; delete it "
            "when you need it no more"
        )
    click.echo("เริ่มบริการได้แล้ว · start the services: subscribers that had read on begin anew")
