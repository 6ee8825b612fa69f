"""What the rows of the benchmark share: servers, databases, the peer, how often to run."""

from __future__ import annotations

import contextlib
import dataclasses
import secrets
import sys
import tempfile
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, Self

from bangduan.testing.postgresql import Postgres
from bangduan.testing.rabbitmq import Rabbit
from tests.benchmarks.sites import Sites, sites_in

if TYPE_CHECKING:
    from collections.abc import Callable


#: What the rows of the province are about.
SITES: Final = 50
MONTHS: Final = 24
_FEW_SITES, _FEW_MONTHS = 1, 3


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one row came to.

    Attributes:
        ours, peer, target: as a reader wants to see them.
        ratio: ours over the peer's, where there is one.
        met: None where there is no target, or nothing to compare with.
        figures: every run, for ``--json``.
    """

    ours: str
    peer: str = ""
    ratio: float | None = None
    target: str
    met: bool | None
    figures: dict[str, Any]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """A province that has read simulated sites.

    Attributes:
        folder: where it keeps what it read.
        taken: what came of the reading.
    """

    folder: Path
    taken: dict[str, int | float]


class Row(Protocol):
    """One row of the table."""

    @property
    def name(self) -> str:
        """What ``--only`` calls it, kebab case."""

    @property
    def title(self) -> str:
        """What is measured, in one line."""

    def measure(self, bench: Bench) -> Outcome:
        """Measure it."""


class Bench:
    """Use it as a context manager: what it started ends with it.

    Args:
        runs: how often each side of a row runs.
        quick: the least of everything, to see that it works at all.
        peer: the interpreter that has the peer in it; None to measure our side alone.
        simulated: folder in which ``bangduan simulate`` told the sites, or some of them; an empty
            one of its own when not given.
        say: told what is being done.
    """

    def __init__(
        self,
        *,
        runs: int,
        quick: bool = False,
        peer: Path | None = None,
        simulated: Path | None = None,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.runs = runs
        self.quick = quick
        self.peer = peer
        self._simulated = simulated
        self.say = say
        self.ours = Path(sys.executable)
        self._ending = contextlib.ExitStack()

    @cached_property
    def postgresql(self) -> Postgres:
        """A private server, as durable as one in use."""
        self.say("starting PostgreSQL")
        return self._ending.enter_context(Postgres())

    @cached_property
    def rabbitmq(self) -> Rabbit:
        """A private broker."""
        self.say("starting RabbitMQ")
        return self._ending.enter_context(Rabbit())

    @cached_property
    def sites(self) -> Sites:
        """Simulated sites; telling them takes minutes, unless they are told already."""
        count, months = (_FEW_SITES, _FEW_MONTHS) if self.quick else (SITES, MONTHS)
        self.say(f"telling {count} sites")
        sites = sites_in(self._simulated or self.folder(), count, months)
        sites.tell()
        return sites

    @cached_property
    def province(self) -> Province:
        """A province that has read all of these sites, once."""
        folder = self.folder() / "province"
        sites = self.sites
        self.say("the province reads")
        return Province(folder=folder, taken=sites.read(self.ours, folder))

    def folder(self) -> Path:
        """An empty folder, on the disk where the servers have theirs."""
        made = tempfile.TemporaryDirectory(prefix="bangduan-benchmark-")
        return Path(self._ending.enter_context(made))

    def database(self, kind: str) -> str:
        """URL of an empty database of this kind."""
        if kind == "postgresql":
            return self.postgresql.create_database(f"bench_{secrets.token_hex(4)}")
        return f"sqlite:///{self.folder() / 'benchmark.sqlite3'}"

    def broker(self) -> str:
        """URL of an empty virtual host."""
        return self.rabbitmq.url(self.rabbitmq.create_vhost())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.close()
