"""A province that hears of its sites, without their services."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from bangduan.application import Application
from bangduan.events.envelope import Recorded, source_name
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.unit_of_work import UnitOfWork
from services.province.service import service

SITES = ("110113", "110108")
_NUMBERS = itertools.count(1)

Told = Callable[..., None]


@pytest.fixture
def provinces(tmp_path: Path) -> Iterator[Callable[[], Application]]:
    """Makes provinces that have heard nothing yet."""
    made: list[Application] = []

    def make() -> Application:
        data = tmp_path / f"province-{len(made)}"
        data.mkdir()
        made.append(Application(service, Settings(tambon="110000", data=data, sites=SITES)))
        prepare(made[-1])
        return made[-1]

    yield make
    for application in made:
        application.close()


@pytest.fixture
def province(provinces: Callable[[], Application]) -> Application:
    return provinces()


@pytest.fixture
def telling() -> Callable[[Application], Told]:
    """Lets a province hear what a site recorded at noon of a day in Thailand."""

    def teller(province: Application) -> Told:
        def told(tambon: str, on: date, *events: object) -> None:
            unit = UnitOfWork(province)
            for event in events:
                at = Recorded(
                    source=source_name(tambon, "reporting"),
                    id=f"00000000-0000-7000-8000-{next(_NUMBERS):012d}",
                    stream="x",
                    version=1,
                    type="",
                    time=f"{on.isoformat()}T05:00:00.000000Z",
                    sequence="",
                    meta={},
                )
                province.project_from("reporting", event, at, unit.rows)
            province.commit(unit)

        return told

    return teller


@pytest.fixture
def tell(province: Application, telling: Callable[[Application], Told]) -> Told:
    """``telling`` to the one province of a test."""
    return telling(province)
