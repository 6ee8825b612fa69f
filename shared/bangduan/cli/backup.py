"""``bangduan backup``: everything a site knows, in one file."""

from __future__ import annotations

from pathlib import Path

import click

from bangduan.cli import options


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--without-keys",
    is_flag=True,
    help="Leave the keyring out: personal data in the file can then never be read.",
)
@options.DATA
@options.JSON
def command(*, file: Path, without_keys: bool, data: Path | None, as_json: bool) -> None:
    """Write every service's database and the keyring to FILE (.tar.gz), while all runs.

    FILE appears when it is whole, and only you may read it. With the keyring in it, keep it no
    longer than an erasure may take to be final; for the archive, use --without-keys.
    """
    from bangduan.cli import common  # noqa: PLC0415 (help stays instant)
    from bangduan.store.backup import Part, take  # noqa: PLC0415

    settings = common.environment(data)
    with common.explained(), common.ended_in_order(), common.progress() as tell:
        parts = [
            Part(place.name, place.scope, place.settings.tambon, place.url,
                 place.keyring_url)
            for place in common.standing_places(settings)
        ]  # fmt: skip
        manifest = take(
            file, parts, tambon=settings.tambon, with_keys=not without_keys, on_progress=tell
        )
    size = file.stat().st_size
    if as_json:
        common.say_json({"file": str(file), "size": size, "manifest": manifest})
        return
    common.say_table(
        ("SERVICE", "EVENTS", "HEAD"),
        [(e.service, f"{e.events:,}", e.head) for e in manifest.services],
    )
    keys = sum(keyring.persons for keyring in manifest.keyrings)
    click.echo(
        f"{file}: {size:,} bytes, "
        + (
            "ไม่มีพวงกุญแจ · without keys"
            if without_keys
            else f"กุญแจของ {keys:,} คน · keys of {keys:,} persons"
        )
    )
