"""One site told whole: its folder, what was told of it already, and what that came to."""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
import json
import os
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bangduan.errors import ConfigurationError
from bangduan.settings import Settings
from bangduan.simulation.embedded import EmbeddedSite
from bangduan.simulation.life import live

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bangduan.simulation.character import Character
    from bangduan.simulation.life import Life

_SITES: Final = "sites"
_KEPT: Final = "simulation.json"
#: A worker whose starter was killed ends by itself, soon.
_PATIENCE_SECONDS: Final = 15.0
_LOOK_SECONDS: Final = 0.1
_INDICATORS: Final = "/reporting/api/v1/indicators"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the life of one site came to.

    Attributes:
        entries: requests that its life consists of.
        told: of these, carried out in this run.
        seconds: that this took, with opening the site.
        events: by service, all that the site holds.
        bytes: of its folder.
        months: month → place in the reporting log that had been reached at its end.
        checked: numbers of the site's report that were compared with the tally.
        differences: where they differ, in words.
    """

    tambon: str
    place: str
    arc: str
    entries: int
    told: int
    seconds: float
    events: dict[str, int]
    bytes: int
    months: dict[str, str]
    checked: int
    differences: tuple[str, ...] = ()


def folder_of(data: Path, tambon: str) -> Path:
    """Where one site is kept; ``bangduan up --data`` opens it."""
    return data / _SITES / tambon


def tell(
    character: Character,
    months: int,
    data: Path,
    on_entries: Callable[[int], None] = lambda _: None,
) -> Outcome:
    """Tell the life of one site into its folder, from where it was left.

    Args:
        on_entries: told now and then how many more entries are done.

    Raises:
        ConfigurationError: another process is at it, or more months were told before.
        SimulationError: a request was refused.
    """
    folder = folder_of(data, character.tambon)
    with alone(folder):
        _require_as_many(folder, months)
        # also one that was told before folders were marked
        Settings(tambon=character.tambon, data=folder).mark_simulated()
        life = live(character, months)
        finished = _finished(folder, life)
        if finished is not None:
            on_entries(finished.entries)
            return finished
        return _told(life, folder, on_entries)


def _told(life: Life, folder: Path, on_entries: Callable[[int], None]) -> Outcome:
    began, told, reached = time.monotonic(), 0, 0
    marks = _read(folder).get("marks", {})

    def on_entry(number: int) -> None:
        nonlocal reached
        on_entries(number - reached)
        reached = number

    with EmbeddedSite(folder, life.character.tambon) as site:
        on_entry(site.done(life.story))
        reporting = site.applications["reporting"]
        for month, until in life.months.items():
            told += site.tell(life.story, on_entry, until)
            if month not in marks and site.done(life.story) <= until:
                head = reporting.log.head()
                marks[month] = "" if head is None else str(head.place)
                _write(folder, {"marks": marks})
        counted = site.counted()
        differences = life.tally.differences(site.listed(_INDICATORS))
    outcome = Outcome(
        tambon=life.character.tambon,
        place=life.character.place,
        arc=life.character.arc,
        entries=len(life.story.entries),
        told=told,
        seconds=round(time.monotonic() - began, 3),
        events=counted,
        bytes=sum(file.stat().st_size for file in folder.iterdir() if file.is_file()),
        months=marks,
        checked=life.tally.cells(),
        differences=tuple(map(str, differences)),
    )
    _write(
        folder, {"marks": marks, "last": life.story.name, "outcome": dataclasses.asdict(outcome)}
    )
    return outcome


def _require_as_many(folder: Path, months: int) -> None:
    told = len(_read(folder).get("marks", {}))
    if told > months:
        raise ConfigurationError(
            f"{folder} holds {told} months. Ask for at least as many --months, or choose another "
            "folder with --data.",
            f"โฟลเดอร์ {folder} มีข้อมูลแล้ว {told} เดือน โปรดระบุ --months ไม่น้อยกว่านั้น "
            "หรือเลือกโฟลเดอร์อื่นด้วย --data",
        )


def _finished(folder: Path, life: Life) -> Outcome | None:
    """What was told in full before; None while some of it is not."""
    kept = _read(folder)
    outcome = kept.get("outcome")
    if outcome is None or kept["last"] != life.story.name:
        return None
    if (
        outcome["entries"] != len(life.story.entries)
        or outcome["months"].keys() != life.months.keys()
    ):
        return None
    known = {**outcome, "differences": tuple(outcome["differences"]), "told": 0, "seconds": 0.0}
    return Outcome(**known)


# -- what is kept beside the sites ---------------------------------------------------------------


def require_same(data: Path, *, seed: int, start: date, province: str) -> None:
    """Refuse a folder that holds other lives; an empty one is marked as holding these.

    Raises:
        ConfigurationError: it was filled with another seed, start or province.
    """
    asked = {"seed": seed, "start": start.isoformat(), "province": province}
    known = _read(data)
    if not known:
        data.mkdir(parents=True, exist_ok=True)
        _write(data, asked)
    elif known != asked:
        said = ", ".join(f"{name} {value}" for name, value in known.items())
        raise ConfigurationError(
            f"{data} holds the lives of {said}. Ask for the same again, or choose another folder "
            "with --data.",
            f"โฟลเดอร์ {data} มีข้อมูลจำลองของ {said} แล้ว โปรดใช้ค่าเดิม หรือเลือกโฟลเดอร์อื่นด้วย --data",
        )


@contextlib.contextmanager
def alone(folder: Path, patience: float = _PATIENCE_SECONDS) -> Iterator[None]:
    """One process a folder; the lock goes with the process, however it ends.

    Args:
        patience: seconds to wait for one that is about to end.

    Raises:
        ConfigurationError: another process is still at it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + patience
    with (folder / "simulation.lock").open("a+") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() < deadline:
                    time.sleep(_LOOK_SECONDS)
                    continue
                raise ConfigurationError(
                    f"Another process is telling {folder}. Wait for it, or end it first.",
                    f"มีโปรแกรมอื่นกำลังสร้างข้อมูลจำลองใน {folder} โปรดรอหรือหยุดโปรแกรมนั้นก่อน",
                ) from None
            break
        yield


def _read(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / _KEPT).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


def _write(folder: Path, known: dict[str, Any]) -> None:
    """Whole or not at all."""
    unfinished = folder / f".{_KEPT}.{os.getpid()}"
    unfinished.write_text(json.dumps(known, ensure_ascii=False, indent=1), encoding="utf-8")
    unfinished.replace(folder / _KEPT)
