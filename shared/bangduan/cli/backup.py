"""``bangduan backup``: everything a site knows, in one file."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bangduan.cli import options

if TYPE_CHECKING:
    from bangduan.store.backup import Manifest
    from bangduan.store.backup.sealing import Seal

_LEFT_OUT: Final = (
    "ไฟล์สำรองนี้ไม่มีสิ่งต่อไปนี้ และไม่มีฐานข้อมูลใดเก็บไว้ โปรดเก็บสำเนาไว้ที่ปลอดภัยแห่งอื่น "
    "หรือสำรองแบบเข้ารหัสพร้อมกุญแจ (--recipient)\n"
    "This backup leaves out what stands below, and no database holds it. Keep a copy in a safe "
    "place elsewhere, or seal the backup and leave the keys in (--recipient):"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """What is backed up, and how; where to is said apart."""

    seal: Seal | None
    with_keys: bool
    proven: bool
    includes: tuple[Path, ...]


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder in which the file gets a name with the time.  [default: BANGDUAN_BACKUPS]",
)
@click.option("--keep", type=click.IntRange(1), help="With --to: remove all but the newest N.")
@click.option("--every", metavar="TIME", help="With --to: again and again, as 24h, 30m or 7d.")
@click.option(
    "--recipient",
    "recipients",
    multiple=True,
    metavar="age1…",
    help="Seal it for this key; more than once for several.  [default: BANGDUAN_BACKUP_RECIPIENTS]",
)
@click.option("--passphrase", is_flag=True, help="Seal it with a passphrase, asked for now.")
@click.option("--verify", "proven", is_flag=True,
              help="Restore it into temporary databases first and verify every chain.")  # fmt: skip
@click.option(
    "--include",
    "includes",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    help="A file or folder more, as .env; only in a sealed backup.",
)
@click.option(
    "--without-keys",
    is_flag=True,
    help="Leave the keyring out: personal data in the file can then never be read.",
)
@click.option(
    "--new-key",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Make a key to seal backups for, and write its private half to this file.",
)
@options.DATA
@options.JSON
def command(  # noqa: PLR0913 (an option each)
    *, file: Path | None, to: Path | None, keep: int | None, every: str | None,
    recipients: tuple[str, ...], passphrase: bool, proven: bool, includes: tuple[Path, ...],
    without_keys: bool, new_key: Path | None, data: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Write every service's database and the keyring to FILE (.tar.gz), while all runs.

    FILE appears when it is whole, and only you may read it. Sealed (--recipient, --passphrase) it
    is encrypted in the age format, and takes the site's keys and certificates too, and a province's
    certificate authority; not sealed, it leaves these out and names them. With the keyring
    in it, keep it no longer than an erasure may take to be final; for the archive, use
    --without-keys.
    """
    from bangduan.cli import backing_up, common  # noqa: PLC0415 (help stays instant)

    settings = common.environment(data)
    if new_key is not None:
        backing_up.make_key(new_key)
        return
    folder = to or (Path(settings.backups) if settings.backups and file is None else None)
    if (file is None) == (folder is None):
        raise click.UsageError("Say where to: FILE, or a folder with --to.")
    if folder is None and (keep or every):
        raise click.UsageError("--keep and --every need a folder: --to.")
    wanted = Wanted(
        backing_up.seal(settings, recipients, asked=passphrase), not without_keys, proven, includes
    )

    def say(made: Path, manifest: Manifest) -> None:
        left = backing_up.left_out(settings, wanted)
        _say(made, manifest, wanted, left, as_json=as_json)

    if folder is None:
        assert file is not None  # noqa: S101 (one of them is there)
        say(file, backing_up.once(settings, file, wanted))
        return
    backing_up.scheduled(
        settings, folder, wanted, keep=keep, every=every,
        say=say,
    )  # fmt: skip


def _say(
    file: Path, manifest: Manifest, wanted: Wanted, left: tuple[Path, ...], *, as_json: bool
) -> None:
    from bangduan.cli import common  # noqa: PLC0415

    size = file.stat().st_size
    if as_json:
        common.say_json(
            {"file": str(file), "size": size, "sealed": wanted.seal is not None,
             "verified": wanted.proven, "left_out": [str(path) for path in left],
             "manifest": manifest}
        )  # fmt: skip
        return
    common.say_table(
        ("SERVICE", "EVENTS", "HEAD"),
        [(e.service, f"{e.events:,}", e.head) for e in manifest.services],
    )
    keys = sum(keyring.persons for keyring in manifest.keyrings)
    told = [f"{file}: {size:,} bytes"]
    told.append(
        f"กุญแจของ {keys:,} คน · keys of {keys:,} persons"
        if wanted.with_keys
        else "ไม่มีพวงกุญแจ · without keys"
    )
    if manifest.files:
        told.append(f"{len(manifest.files)} files")
    told.append("เข้ารหัสแล้ว · sealed" if wanted.seal else "ไม่ได้เข้ารหัส · not sealed")
    if wanted.proven:
        told.append("ทดลองกู้คืนและตรวจลูกโซ่แล้ว · restored and verified")
    click.echo(", ".join(told))
    if left:
        click.echo(_LEFT_OUT, err=True)
        for path in left:
            click.echo(f"  {path}", err=True)
