"""``bangduan site``: what a new site is set up with."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

_PROGRAM: Final = "deploy/make-env"
_SECONDS: Final = 60


@click.group()
def command() -> None:
    """Set a new site up."""


@command.command()
@click.option("--tambon", required=True, help="The sub-district's six digits.")
@click.option(
    "--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path(),
    show_default="here", help="Folder of the release, with docker-compose.yml.",
)  # fmt: skip
def init(tambon: str, folder: Path) -> None:
    """Make .env for a sub-district, and a random password for everything that needs one.

    The names of the place follow from its code; there is nothing else to fill in. What is there
    already is not written over.
    """
    from bangduan import thai  # noqa: PLC0415 (help stays instant)
    from bangduan.cli.common import explained  # noqa: PLC0415
    from bangduan.errors import ConfigurationError  # noqa: PLC0415

    place = thai.place_of(tambon)
    if place is None:
        raise ConfigurationError(
            f"{tambon} is no sub-district's code. Give its six digits, as 110113; the district "
            "office knows them.",
            f"{tambon} ไม่ใช่รหัสตำบล โปรดระบุหกหลัก เช่น 110113 สอบถามได้ที่ที่ว่าการอำเภอ",
        )
    with explained():
        _make(folder, tambon)
    thai_names = zip(("ตำบล", "อำเภอ", "จังหวัด"), place[1:], strict=True)
    click.echo(" ".join(f"{what}{names[0]}" for what, names in thai_names))
    click.echo(", ".join(names[1] for names in place[1:]))


def _make(folder: Path, tambon: str) -> None:
    """Let the release's own program make settings and passwords.

    Raises:
        ConfigurationError: there are settings already, or the program failed.
    """
    import subprocess  # noqa: PLC0415 (help stays instant)

    from bangduan.errors import ConfigurationError  # noqa: PLC0415

    settings = folder / ".env"
    if settings.exists():
        raise ConfigurationError(
            f"{settings} is there already, and may be in use. Nothing was written.",
            f"มีไฟล์ {settings} อยู่แล้วและอาจใช้งานอยู่ จึงไม่ได้เขียนทับ",
        )
    done = subprocess.run(  # noqa: S603 (a program of this release, and a code that exists)
        [(folder / _PROGRAM).resolve(), "--tambon", tambon], cwd=folder, text=True,
        capture_output=True, check=False, timeout=_SECONDS,
    )  # fmt: skip
    if done.returncode:
        raise ConfigurationError(
            f"{_PROGRAM} failed: {done.stderr.strip()}. Repair that and try again.",
            f"{_PROGRAM} ไม่สำเร็จ: {done.stderr.strip()} โปรดแก้ไขแล้วเรียกใช้อีกครั้ง",
        )
