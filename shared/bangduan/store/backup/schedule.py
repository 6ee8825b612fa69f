"""Backups made again and again: their names in a folder, and how many are kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from bangduan.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}
_NAME: Final = re.compile(r"([0-9]{6})-([0-9]{8}T[0-9]{6})Z\.tar\.gz(\.age)?")
_TIME: Final = "%Y%m%dT%H%M%S"


def file_in(folder: Path, tambon: str, now: datetime, *, sealed: bool) -> Path:
    """What a backup made now is called."""
    suffix = ".age" if sealed else ""
    return folder / f"{tambon}-{now.astimezone(UTC):{_TIME}}Z.tar.gz{suffix}"


def made_in(folder: Path, tambon: str) -> list[tuple[datetime, Path]]:
    """Backups of a site in a folder and when each was made, the newest first."""
    found = []
    for path in folder.glob(f"{tambon}-*"):
        name = _NAME.fullmatch(path.name)
        if name is not None:
            made = datetime.strptime(name[2], _TIME).replace(tzinfo=UTC)
            found.append((made, path))
    return sorted(found, reverse=True)


def prune(folder: Path, tambon: str, keep: int) -> list[Path]:
    """Remove all but the newest backups of a site; returns what was removed."""
    gone = [path for _, path in made_in(folder, tambon)[keep:]]
    for path in gone:
        path.unlink()
    return gone


def interval(text: str) -> timedelta:
    """The time that ``24h``, ``30m`` or ``7d`` says; ConfigurationError for anything else."""
    found = re.fullmatch(r"([1-9][0-9]{0,4})([mhd])", text.strip())
    if found is None:
        raise ConfigurationError(
            f"{text!r} is no time between backups; write 24h, 30m or 7d.",
            f"{text!r} ไม่ใช่ระยะเวลา โปรดเขียนเช่น 24h 30m หรือ 7d",
        )
    return timedelta(**{_UNITS[found[2]]: int(found[1])})
