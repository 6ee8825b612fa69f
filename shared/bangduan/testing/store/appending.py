"""Appending: with an expected version, whole or not at all, once a key, never changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bangduan.errors import AppendOnly, KeyReused, NotFound, RuleBroken, StaleVersion
from bangduan.events.types import EntityId, Satang
from bangduan.rebuilding import rebuild
from bangduan.store import Taken
from bangduan.store.log import GENESIS, link, utc_now
from bangduan.store.verification import verify
from bangduan.testing.passbook import (
    ENOUGH,
    PASSBOOK,
    PASSBOOKS,
    MoneyWithdrawn,
    Transfer,
    Withdraw,
    movements,
    passbooks,
)
from bangduan.testing.store.bench import (
    Bench,
    BenchContract,
    deposit,
    new_id,
    opened,
    state_of,
    together,
)
from bangduan.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from bangduan.application import Answer, Application


class AppendingContract(BenchContract):
    """What a write must keep."""

    # -- expected version ------------------------------------------------------------------

    def test_a_command_may_name_the_version_it_has_seen(self, application: Application) -> None:
        id = opened(application)

        assert application.execute(deposit(id, 5), expected_version=1).version == 2

    def test_a_stale_version_is_refused_and_both_are_told(self, application: Application) -> None:
        id = opened(application, None, 1, 2)
        with pytest.raises(StaleVersion) as refusal:
            application.execute(deposit(id, 5), expected_version=1)

        assert (refusal.value.expected, refusal.value.actual) == (1, 3)
        assert application.log.count() == 3

    def test_of_two_units_of_work_on_one_version_the_second_is_refused(
        self, application: Application
    ) -> None:
        id = opened(application)
        first, second = UnitOfWork(application), UnitOfWork(application)
        for unit in (first, second):
            unit.decide(PASSBOOK, id, deposit(id, 5))
        application.commit(first)
        with pytest.raises(StaleVersion) as refusal:
            application.commit(second)

        assert (refusal.value.expected, refusal.value.actual) == (1, 2)
        assert state_of(application, id).balance == 5

    def test_the_right_version_is_taken_when_another_process_went_ahead(self, bench: Bench) -> None:
        ours, theirs = bench.application(), bench.application()
        id = opened(ours)
        theirs.execute(deposit(id, 5))

        assert ours.execute(deposit(id, 5), expected_version=2).version == 3

    def test_a_decision_counts_what_another_process_appended(self, bench: Bench) -> None:
        ours, theirs = bench.application(), bench.application()
        id = opened(ours, None, 10)
        theirs.execute(Withdraw(passbook_id=id, amount_satang=Satang(10)))
        with pytest.raises(RuleBroken, match="Only 0 satang"):
            ours.execute(Withdraw(passbook_id=id, amount_satang=Satang(10)))
        theirs.execute(deposit(id, 7))

        assert ours.execute(Withdraw(passbook_id=id, amount_satang=Satang(7))).version == 5

    # -- whole or not at all ---------------------------------------------------------------

    def test_when_one_statement_fails_nothing_is_written(self, application: Application) -> None:
        id = opened(application)
        before = application.reader.all(select(passbooks))
        unit = UnitOfWork(application)
        unit.decide(PASSBOOK, id, deposit(id, 5))
        unit.add(("INSERT INTO nowhere (anything) VALUES (1)", ()))
        with pytest.raises(Exception, match="nowhere"):
            application.commit(unit)

        assert application.log.count() == 1
        assert application.reader.all(select(passbooks)) == before
        assert application.execute(deposit(id, 5)).version == 2

    def test_a_refused_command_over_two_streams_changes_neither(
        self, application: Application
    ) -> None:
        rich, poor = opened(application, None, 10), opened(application)

        def move(to: EntityId, amount: int) -> Transfer:
            return Transfer(passbook_id=rich, to_passbook_id=to, amount_satang=Satang(amount))

        with pytest.raises(NotFound):
            application.execute(move(new_id(), 5))
        with pytest.raises(RuleBroken) as refusal:
            application.execute(move(poor, 11))
        assert refusal.value.rule == ENOUGH.name
        assert application.log.count() == 3

        assert application.execute(move(poor, 10)).ids == (f"passbook-{rich}", f"passbook-{poor}")
        assert (state_of(application, rich).balance, state_of(application, poor).balance) == (0, 10)

    def test_a_taken_key_names_its_table(self, application: Application) -> None:
        statement = application.database.insert("facts", ("name", "value"), [("a", "1")])
        application.database.write([statement])
        with pytest.raises(Taken) as taken:
            application.database.write([statement])

        assert taken.value.table == "facts"

    def test_transfers_both_ways_at_once_all_arrive(self, bench: Bench) -> None:
        sides = bench.application(), bench.application()
        one, other = opened(sides[0], None, 1_000), opened(sides[0], None, 1_000)

        def move(application: Application, here: EntityId, there: EntityId) -> None:
            for _ in range(15):
                application.execute(
                    Transfer(passbook_id=here, to_passbook_id=there, amount_satang=Satang(10))
                )

        failed = [
            result
            for result in together(
                lambda: move(sides[0], one, other),
                lambda: move(sides[1], other, one),
            )
            if result is not None
        ]

        assert failed == []
        assert [state_of(sides[0], id).balance for id in (one, other)] == [1_000, 1_000]
        assert sides[0].log.count() == 4 + 2 * 30

    # -- once a key ------------------------------------------------------------------------

    def test_the_same_key_and_command_answer_as_the_first_time(self, bench: Bench) -> None:
        application = bench.application()
        id = opened(application)
        first = application.execute(deposit(id, 5), key="k")
        application.execute(deposit(id, 1))
        again = bench.application().execute(deposit(id, 5), key="k")

        assert (again.id, again.version, again.ids) == (first.id, first.version, first.ids)
        assert state_of(application, id).balance == 6

    def test_a_refusal_does_not_use_a_key_up(self, application: Application) -> None:
        id = opened(application)
        take = Withdraw(passbook_id=id, amount_satang=Satang(5))
        with pytest.raises(RuleBroken):
            application.execute(take, key="k")
        application.execute(deposit(id, 5))

        assert application.execute(take, key="k").version == 3

    def test_a_key_answers_even_when_the_rules_refuse_by_now(
        self, application: Application
    ) -> None:
        id = opened(application, None, 5)
        take = Withdraw(passbook_id=id, amount_satang=Satang(5))
        application.execute(take, key="k")

        assert application.execute(take, key="k").version == 3

    def test_a_key_cannot_be_used_for_another_command(self, application: Application) -> None:
        id = opened(application)
        application.execute(deposit(id, 5), key="k")
        with pytest.raises(KeyReused):
            application.execute(deposit(id, 6), key="k")

        assert state_of(application, id).balance == 5

    def test_many_at_once_with_one_key_have_one_effect(self, bench: Bench) -> None:
        processes = [bench.application() for _ in range(2)]
        id = opened(processes[0])

        def pay(application: Application) -> Answer:
            return application.execute(deposit(id, 5), key="k")

        answers = together(*(partial(pay, each) for each in processes * 8))

        assert {(answer.id, answer.version) for answer in answers} == {(id, 2)}
        assert state_of(processes[0], id).balance == 5
        assert len(processes[0].reader.all(select(movements))) == 1

    # -- snapshots -------------------------------------------------------------------------

    def test_a_snapshot_stands_for_the_events_before_it(self, bench: Bench) -> None:
        application = bench.application()
        id = opened(application, None, *range(1, 25))
        [(version, state)] = application.database.rows("SELECT version, state FROM snapshots")
        assert version == 20
        _set(application, "snapshots", "state", state.replace('"balance":190', '"balance":1190'))

        # had it not been used, the change would not show
        assert state_of(application, id).balance == sum(range(1, 25)) + 1_000

    @pytest.mark.parametrize("column", ["hash", "shape"])
    def test_a_snapshot_that_does_not_fit_is_ignored(
        self, application: Application, column: str
    ) -> None:
        id = opened(application, None, *range(1, 25))
        [(state,)] = application.database.rows("SELECT state FROM snapshots")
        _set(application, "snapshots", "state", state.replace('"balance":190', '"balance":1190'))
        _set(application, "snapshots", column, "0" * 64)

        assert state_of(application, id).balance == sum(range(1, 25))

    def test_a_state_is_the_same_with_and_without_its_snapshot(self, bench: Bench) -> None:
        id = opened(bench.application(), None, *range(1, 25))
        with_snapshot = state_of(bench.application(), id)
        application = bench.application()
        application.database.write([("DELETE FROM snapshots", ())])

        assert state_of(application, id) == with_snapshot

    # -- never changed ---------------------------------------------------------------------

    def test_what_is_recorded_cannot_be_changed_or_deleted(self, application: Application) -> None:
        opened(application, None, 5)
        before = application.log.read()
        attempts = ["UPDATE events SET payload = '{}'", "DELETE FROM events"]
        if application.database.name == "postgresql":
            attempts.append("TRUNCATE events")
        for attempt in attempts:
            with pytest.raises(AppendOnly):
                application.database.write([(attempt, ())])

        assert application.log.read() == before

    def test_each_event_carries_the_hash_of_the_one_before(self, application: Application) -> None:
        id = opened(application, None, 1, 2, 3)
        previous = GENESIS
        for row in application.log.read_stream(f"passbook-{id}"):
            assert row.hash == link(
                previous, row.stream, row.version, row.id, row.type, row.time, row.payload, row.meta
            )
            previous = row.hash

        assert verify(application.log) == []

    # -- older versions, epochs ------------------------------------------------------------

    def test_an_event_of_an_older_version_is_read_as_the_newest(self, bench: Bench) -> None:
        application = bench.application()
        id = opened(application, None, 500)
        log = application.log
        before = log.read_stream(f"passbook-{id}")[-1]
        fact = (
            new_id(),
            "bangduan.passbook.MoneyWithdrawn.v1",
            f'{{"passbook_id":"{id}","baht":2}}',
        )
        rows = log.chained(before.stream, before.version, before.hash, [fact], utc_now(), "{}")
        application.database.write([log.append_statement(rows)])

        [old] = log.read_stream(before.stream, before.version)
        assert old.payload == fact[2]
        assert log.event(old) == MoneyWithdrawn(passbook_id=id, amount_satang=Satang(200))
        later = bench.application()
        assert state_of(later, id).balance == 300
        rebuild(later, PASSBOOKS)
        assert [row["balance_satang"] for row in later.reader.all(select(passbooks))] == [300]

    def test_a_new_epoch_comes_after_all_that_is_there(self, bench: Bench) -> None:
        application = bench.application()
        id = opened(application, None, 1, 2)
        place = application.log.read()[-1].place
        application.log.begin_epoch()
        application.execute(deposit(id, 3))
        later = bench.application()
        later.execute(deposit(id, 4))

        versions = [row.version for row in later.log.read()]
        assert versions == [1, 2, 3, 4, 5]
        assert [(r.epoch, r.version) for r in later.log.read(place)] == [(2, 4), (2, 5)]
        assert verify(later.log) == []


def _set(application: Application, table: str, column: str, value: str) -> None:
    mark = application.database.placeholder
    application.database.write([(f"UPDATE {table} SET {column} = {mark}", (value,))])
