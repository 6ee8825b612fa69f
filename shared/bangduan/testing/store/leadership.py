"""Leadership: one at a time, and nobody's any more when its process is dead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bangduan.testing.processes import ServerFailed, wait_until
from bangduan.testing.store.bench import Bench, BenchContract

if TYPE_CHECKING:
    from bangduan.application import Application
    from bangduan.store import Database


class LeadershipContract(BenchContract):
    """What ``Database.leadership`` must keep."""

    def test_one_leads_at_a_time(self, bench: Bench) -> None:
        one, other = bench.application().database, bench.application().database
        with one.leadership("relay") as first, other.leadership("relay") as second:
            assert (first, second) == (True, False)
        # a database server frees it a moment after the connection has closed
        wait_until(lambda: _leads(other), otherwise=lambda: ServerFailed("nobody leads after it"))

    def test_leaderships_of_two_names_are_apart(self, application: Application) -> None:
        database = application.database
        with database.leadership("relay") as first, database.leadership("rebuild") as second:
            assert (first, second) == (True, True)

    def test_it_ends_with_the_process_that_led(self, bench: Bench) -> None:
        database = bench.application().database

        child = bench.start("lead", "relay")
        wait_until(lambda: not _leads(database), otherwise=lambda: ServerFailed("it never led"))
        child.kill()
        wait_until(
            lambda: _leads(database), otherwise=lambda: ServerFailed("it leads beyond its death")
        )


def _leads(database: Database) -> bool:
    with database.leadership("relay") as ours:
        return ours
