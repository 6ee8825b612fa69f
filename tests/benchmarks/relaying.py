"""The row of the relay: our way from the log to the broker against kombu's bare publishing."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from tests.benchmarks.bench import Outcome
from tests.benchmarks.comparisons import per_second
from tests.benchmarks.measuring import Worker, alternate

if TYPE_CHECKING:
    from tests.benchmarks.bench import Bench

_SIZE: Final = 20_000
_QUICK_SIZE: Final = 1_000
_TARGET: Final = 0.7


@dataclasses.dataclass(frozen=True, slots=True)
class Relaying:
    """Events a second, each read from PostgreSQL, made a CloudEvent, published, confirmed."""

    name: str = "rabbitmq-relay"
    title: str = "RabbitMQ: log to broker, confirmed (the peer: bare kombu)"

    def measure(self, bench: Bench) -> Outcome:
        """Let the relay and bare kombu publish in turn, each into a quorum queue of its own."""
        size = _QUICK_SIZE if bench.quick else _SIZE
        relay, raw = "tests.benchmarks.workers.relay", "tests.benchmarks.workers.raw_kombu"
        with (
            Worker(bench.ours, relay, bench.database("postgresql"), bench.broker(), size) as ours,
            Worker(bench.ours, raw, bench.broker(), size) as peer,
        ):
            speeds = alternate(ours, peer, bench.runs)
        ratio = speeds.ratio
        return Outcome(
            ours=per_second(speeds.ours),
            peer=per_second(speeds.peer),
            ratio=ratio,
            target=f"≥ {_TARGET:g} ×",
            met=None if ratio is None else ratio >= _TARGET,
            figures=dataclasses.asdict(speeds),
        )


RELAYING: Final = Relaying()
