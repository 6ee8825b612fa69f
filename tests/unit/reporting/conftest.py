"""A reporting service on a database of its own, hearing what other services tell."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.events import load_contract
from bangduan.events.envelope import Recorded, source_name
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.unit_of_work import UnitOfWork
from services.reporting.chores import tell_members
from services.reporting.projections import indicators, milestones
from services.reporting.service import service

TAMBON = "110113"


@dataclass
class Site:
    """A running service without its network."""

    application: Application
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def hear(self, *events: object) -> None:
        """Handle events as the subscription does, each in a transaction of its own."""
        for event in events:
            definition = load_contract().of(type(event))
            at = Recorded(
                source=source_name(TAMBON, definition.service),
                id=derived_id("heard", str(next(self.numbers))),
                stream="heard",
                version=1,
                type=definition.type,
                time="",
                sequence="",
                meta={},
            )
            unit = UnitOfWork(self.application)
            self.application.project_from(definition.service, event, at, unit.rows)
            for command in service.policies.commands(event):
                self.application.run(command, unit)
            self.application.commit(unit)

    def tell_members(self, on: date) -> None:
        """Let two minutes of a day pass in which nobody joins or leaves."""
        for _ in range(2):
            tell_members(self.application, on)

    def told(self) -> list[Any]:
        """Every event of the service's log, in order."""
        log = self.application.log
        return [log.event(row) for page in log.pages() for row in page]

    def cells(self, indicator: str, period: str = "to-date") -> dict[str, Any]:
        """Values of an indicator, bounded ones with their bound."""
        chosen = select(indicators).where(
            indicators.c.indicator == indicator, indicators.c.period == period
        )
        return {
            row["cell"]: row["value"] if row["bound"] == "exact" else (row["value"], row["bound"])
            for row in self.application.reader.all(chosen)
        }

    def milestones(self) -> dict[str, dict[str, Any]]:
        """Milestones by kind."""
        return {row["kind"]: row for row in self.application.reader.all(select(milestones))}

    def tables(self) -> list[list[dict[str, Any]]]:
        """Both read tables, whole."""
        reader = self.application.reader
        return [sorted(reader.all(select(table)), key=str) for table in (indicators, milestones)]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[], Site]]:
    """Starts a site with an empty database, as often as called."""
    started: list[Application] = []

    def make() -> Site:
        folder = tmp_path / str(len(started))
        folder.mkdir()
        application = Application(service, Settings(tambon=TAMBON, data=folder))
        started.append(application)
        prepare(application)
        return Site(application)

    yield make
    for application in started:
        application.close()


@pytest.fixture
def site(start: Callable[[], Site]) -> Site:
    return start()
