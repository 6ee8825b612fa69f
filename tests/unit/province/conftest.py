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

_NUMBERS = itertools.count(1)

Told = Callable[..., None]


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Application]:
    settings = Settings(tambon="110000", data=tmp_path, sites=("110113", "110108"))
    application = Application(service, settings)
    prepare(application)
    yield application
    application.close()


@pytest.fixture
def tell(province: Application) -> Told:
    """Let a site have recorded events of its reporting service at noon of a day in Thailand."""

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
