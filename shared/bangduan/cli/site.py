"""``bangduan site``: what a new site is set up with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

_EXAMPLE: Final = "deploy/site.env.example"
_PASSWORDS: Final = "deploy/make-env"
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
    from bangduan.link.keys import write_new  # noqa: PLC0415

    place = thai.place_of(tambon)
    if place is None:
        raise ConfigurationError(
            f"{tambon} is no sub-district's code. Give its six digits, as 110113; the district "
            "office knows them.",
            f"{tambon} ไม่ใช่รหัสตำบล โปรดระบุหกหลัก เช่น 110113 สอบถามได้ที่ที่ว่าการอำเภอ",
        )
    with explained():
        filled = _filled(
            (folder / _EXAMPLE).read_text(),
            {
                "BANGDUAN_TAMBON": tambon,
                "BANGDUAN_PROVINCE": f"{tambon[:2]}0000",
                "BANGDUAN_SITES": tambon,
            },
        )
        write_new(folder / ".env", filled.encode())
        _make_passwords(folder)
    thai_names = zip(("ตำบล", "อำเภอ", "จังหวัด"), place[1:], strict=True)
    click.echo(" ".join(f"{what}{names[0]}" for what, names in thai_names))
    click.echo(", ".join(names[1] for names in place[1:]))


def _filled(example: str, values: Mapping[str, str]) -> str:
    lines = []
    for line in example.splitlines():
        name = line.partition("=")[0]
        lines.append(f"{name}={values[name]}" if name in values else line)
    return "\n".join(lines) + "\n"


def _make_passwords(folder: Path) -> None:
    """Let the release's own program make them; it leaves our .env as it is."""
    import subprocess  # noqa: PLC0415 (help stays instant)

    from bangduan.errors import ConfigurationError  # noqa: PLC0415

    done = subprocess.run(  # noqa: S603 (a program of this release, without arguments)
        [(folder / _PASSWORDS).resolve()], cwd=folder, text=True, capture_output=True,
        check=False, timeout=_SECONDS,
    )  # fmt: skip
    if done.returncode:
        raise ConfigurationError(
            f"{_PASSWORDS} failed: {done.stderr.strip()}. Repair that and run it; .env is made.",
            f"{_PASSWORDS} ไม่สำเร็จ: {done.stderr.strip()} โปรดแก้ไขแล้วเรียกใช้อีกครั้ง สร้าง .env แล้ว",
        )
