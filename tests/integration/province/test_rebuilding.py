"""The province's read tables are built anew while it answers, and nobody sees them half built."""

from __future__ import annotations

import dataclasses
import itertools
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import httpx
import pytest
from sqlalchemy import select

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.events.envelope import source_name
from bangduan.events.reporting import TOTAL, Cell, Contribution, IndicatorReported
from bangduan.events.types import EntityId, Line, Slug
from bangduan.messaging.inbox import Inbox
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.simulation.embedded import hear
from bangduan.testing.hosts import Hosts, environment_of
from bangduan.testing.processes import ServerFailed, find_program, wait_until
from bangduan.unit_of_work import UnitOfWork
from services.province.service import service as province_service
from services.reporting.domain.report import REPORT
from services.reporting.service import service as reporting_service

if TYPE_CHECKING:
    from collections.abc import Callable

_SITES: Final = ("110101", "110102", "110103", "110104")
_PERIODS: Final = (
    "to-date", *(f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)),
)  # fmt: skip
_INDICATORS: Final = ("meetings-held", "projects", "resolutions", "problems")
_PATHS: Final = (
    "/province/comparison?show=meetings-held&period=2025-12",
    "/province/tambons/110101",
    "/province/api/v1/values?limit=500",
    "/province/api/v1/open-data?period=2025-12",
    "/province/api/v1/open-data.csv?period=2025-12",
)
_SECONDS: Final = 240.0


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(
    request: pytest.FixtureRequest, databases: dict[str, Callable[[], str]], tmp_path: Path
) -> Settings:
    """A province that has read two years of four sites."""
    wanted = Settings(
        tambon="110000", data=tmp_path / "province", database=databases[request.param](),
        sites=_SITES,
    )  # fmt: skip
    with closing(Application(province_service, wanted)) as province:
        prepare(province)
        for tambon in _SITES:
            with closing(site(tmp_path, tambon)) as source:
                hear(source, Inbox(province, source_name(tambon, "reporting")))
    return wanted


def site(folder: Path, tambon: str) -> Application:
    """A site that has reported some figures month by month."""
    application = Application(
        reporting_service, Settings(tambon=tambon, data=folder / "sites" / tambon)
    )
    prepare(application)
    for period in _PERIODS:
        unit = UnitOfWork(application)
        for name, told in itertools.product(_INDICATORS, range(1, 4)):
            id = derived_id("report", name, period)
            unit.append(REPORT, id, [reported(id, name, period, told * int(tambon[-1]))])
        application.commit(unit)
    return application


def reported(id: str, indicator: str, period: str, value: int) -> IndicatorReported:
    return IndicatorReported(
        report_id=EntityId(id),
        indicator=Slug(indicator),
        period=Slug(period),
        unit="things",
        cells=(Cell(cell=TOTAL, value=value),),
        contribution=Contribution(source=Line(f"{id}/{value}"), cell=TOTAL, value=value),
    )


@dataclasses.dataclass
class Reader(threading.Thread):
    """Somebody who asks for one address over and over."""

    url: str

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self.answers: list[tuple[int, str]] = []
        self._over = threading.Event()

    def run(self) -> None:
        with httpx.Client(timeout=_SECONDS, trust_env=False) as client:
            while not self._over.is_set():
                answer = client.get(self.url)
                self.answers.append((answer.status_code, answer.text))

    def wait_answered(self, more: int = 1) -> None:
        """Wait until so many more answers have come."""
        wanted = len(self.answers) + more
        wait_until(
            lambda: len(self.answers) >= wanted or not self.is_alive(), seconds=_SECONDS,
            otherwise=lambda: ServerFailed(f"{self.url} does not answer"),
        )  # fmt: skip

    def end(self) -> None:
        self._over.set()
        self.join()

    __hash__ = threading.Thread.__hash__


def test_readers_get_the_former_or_the_new_figures_while_tables_are_built_anew(
    settings: Settings, tmp_path: Path
) -> None:
    before = tables(settings)
    assert len(before["indicators"]) == len(_SITES) * len(_PERIODS) * len(_INDICATORS)
    with Hosts(tmp_path, settings) as hosts:
        hosts.launch("province")
        hosts.wait_healthy("province", _SECONDS)
        urls = [hosts.url("province") + path for path in _PATHS]
        right = [asked(url) for url in urls]
        damage(settings)
        former = [asked(url) for url in urls]
        assert all(was != now for was, now in zip(former, right, strict=True))
        readers = [Reader(url) for url in urls]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.wait_answered()
        rebuilt = rebuild(settings)
        for reader in readers:
            # the one under way may have been asked before the end
            reader.wait_answered(2)
            reader.end()

    assert rebuilt.returncode == 0, rebuilt.stderr
    for reader, was, now in zip(readers, former, right, strict=True):
        assert {status for status, _ in reader.answers} == {200}
        shown = [text for _, text in reader.answers]
        assert set(shown) == {was, now}
        # none sees the former figures again who has seen the new ones
        assert shown == sorted(shown, key=lambda text: text == now)
    assert tables(settings) == before


def asked(url: str) -> str:
    """What one address answers."""
    answer = httpx.get(url, timeout=_SECONDS, trust_env=False)
    assert answer.status_code == 200, answer.text
    return answer.text


def damage(settings: Settings) -> None:
    """Write a wrong figure over each of a read table's, as a mistake in a program could."""
    with closing(Application(province_service, settings)) as province:
        province.database.write([("UPDATE indicators SET value = value + 1000", ())])


def rebuild(settings: Settings) -> subprocess.CompletedProcess[str]:
    """Run the command that a province's officer would."""
    program = find_program("bangduan", "bangduan", [Path(sys.executable).parent])
    return subprocess.run(
        [program, "rebuild", "province"], env=environment_of(settings), text=True,
        capture_output=True, check=False, timeout=_SECONDS,
    )  # fmt: skip


def tables(settings: Settings) -> dict[str, list[Any]]:
    """Every read table of the province, row by row."""
    with closing(Application(province_service, settings)) as province:
        return {
            table.name: sorted(map(repr, province.database.select(select(table))))
            for projection in province_service.projections
            for table in projection.tables
        }
