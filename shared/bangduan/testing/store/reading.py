"""Reading everything in order, beside writers in other processes and threads."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import orjson
import pytest

from bangduan.events.envelope import START, Place
from bangduan.store.verification import verify
from bangduan.testing.passbook import PASSBOOK
from bangduan.testing.store.bench import Bench, BenchContract, deposit, opened
from bangduan.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from bangduan.application import Application
    from bangduan.events.envelope import Row


class ReadingContract(BenchContract):
    """What a reader of the whole log may rely on."""

    def test_a_reader_beside_writers_misses_nothing_and_sees_nothing_twice(
        self, bench: Bench
    ) -> None:
        follow(bench, processes=3, threads=2, events=150, seconds=60)

    def test_pages_add_up_to_the_whole(self, application: Application) -> None:
        for _ in range(3):
            opened(application, None, *range(1, 10))
        whole = application.log.read()

        assert len(whole) == application.log.count() == 30
        assert [row for page in application.log.pages(size=7) for row in page] == whole
        assert application.log.read(whole[11].place, limit=3) == whole[12:15]
        assert application.log.head() == whole[-1]
        assert [application.log.row_at(row.place) for row in whole] == whole

    def test_an_empty_log_has_no_head(self, application: Application) -> None:
        assert application.log.head() is None
        assert application.log.read() == []
        assert application.log.row_at(START) is None

    def test_after_the_last_place_there_is_nothing(self, application: Application) -> None:
        opened(application, None, 1)
        last = application.log.read()[-1].place

        assert application.log.read(last) == []
        assert application.log.count(last) == 0
        assert application.log.row_at(Place(9, 9, 9)) is None

    def test_what_was_not_committed_is_never_read(self, application: Application) -> None:
        id = opened(application)
        unit = UnitOfWork(application)
        unit.decide(PASSBOOK, id, deposit(id, 5))
        unit.add(("INSERT INTO nowhere (anything) VALUES (1)", ()))
        with pytest.raises(Exception, match="nowhere"):
            application.commit(unit)
        application.execute(deposit(id, 6))

        assert [
            orjson.loads(row.payload).get("amount_satang") for row in application.log.read()
        ] == [
            None,
            6,
        ]


def follow(bench: Bench, *, processes: int, threads: int, events: int, seconds: float) -> None:
    """Let writers write while a reader reads; assert that it saw all, once, in order.

    Args:
        processes, threads: writers, all in all ``processes * threads``.
        events: of each writer.
        seconds: how long all may take.
    """
    log = bench.application().log
    expected = processes * threads * events
    writers = [bench.start("write", f"w{n}-", str(events), str(threads)) for n in range(processes)]
    seen: list[Row] = []
    deadline = time.monotonic() + seconds
    while len(seen) < expected and time.monotonic() < deadline:
        seen += log.read(seen[-1].place if seen else START)
    for writer in writers:
        assert writer.wait(max(1.0, deadline - time.monotonic())) == 0, bench.output()
    seen += log.read(seen[-1].place if seen else START)

    recorded = {id for (id,) in log.database.rows("SELECT id FROM events")}
    times = Counter(row.id for row in seen)
    assert len(recorded) == expected
    assert len(recorded - times.keys()) == 0, "events were missed"
    assert max(times.values()) == 1, "events were seen twice"
    _assert_order(seen)
    assert [row.place for row in seen] == sorted(row.place for row in seen)
    assert verify(log) == []


def _assert_order(seen: list[Row]) -> None:
    """Each stream in the order of its versions, each writer in the order it wrote."""
    streams: dict[str, list[int]] = defaultdict(list)
    writers: dict[str, list[int]] = defaultdict(list)
    for row in seen:
        writer, number = orjson.loads(row.payload)["note"].split()
        streams[row.stream].append(row.version)
        writers[writer].append(int(number))
    assert all(versions == list(range(1, len(versions) + 1)) for versions in streams.values())
    assert all(numbers == list(range(len(numbers))) for numbers in writers.values())
