"""Personal data: sealed wherever it rests, gone for good when the person is erased."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect, select

from bangduan.errors import PersonForgotten
from bangduan.events import FORGOTTEN
from bangduan.events.types import Line
from bangduan.store import Keyring, keyring
from bangduan.store.rows import BLANK
from bangduan.store.verification import verify
from bangduan.testing.passbook import (
    HOLDER,
    ForgetHolder,
    OpenPassbook,
    passbooks,
)
from bangduan.testing.processes import ServerFailed, wait_until
from bangduan.testing.store.bench import (
    NAME,
    Bench,
    BenchContract,
    new_id,
    opened,
    together,
)
from bangduan.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from bangduan.application import Application
    from bangduan.store.database import Database


class PersonalDataContract(BenchContract):
    """What the keyring and the read tables must keep."""

    def test_it_is_read_in_clear_and_rests_sealed(self, application: Application) -> None:
        opened(application)

        assert application.reader.all(select(passbooks))[0]["name"] == NAME
        [row] = application.log.read()
        assert application.log.event(row).name == NAME
        assert NAME not in everything_in(application.database)
        assert NAME not in everything_in(application.keyring.database)

    def test_an_erased_person_reads_forgotten(self, application: Application) -> None:
        holder = new_id()
        opened(application, holder)
        application.execute(ForgetHolder(holder_id=holder))

        [row, _] = application.log.read()
        event = application.log.event(row)
        assert (event.name, event.phone) == (FORGOTTEN, None)
        assert application.reader.all(select(passbooks))[0]["name"] is FORGOTTEN
        assert application.database.rows("SELECT name, phone FROM passbooks") == [(BLANK, None)]
        assert application.keyring.is_destroyed(holder)
        assert verify(application.log) == []

    def test_others_stay_as_they_were(self, application: Application) -> None:
        holder = new_id()
        opened(application, holder)
        other = opened(application)
        application.execute(ForgetHolder(holder_id=holder))

        names = {r["passbook_id"]: r["name"] for r in application.reader.all(select(passbooks))}
        assert names.pop(other) == NAME
        assert set(names.values()) == {FORGOTTEN}

    def test_nothing_personal_is_recorded_of_the_erased_any_more(self, bench: Bench) -> None:
        holder = new_id()
        opened(bench.application(), holder)
        bench.application().execute(ForgetHolder(holder_id=holder))
        application = bench.application()
        before = application.log.count()
        with pytest.raises(PersonForgotten):
            application.execute(
                OpenPassbook(passbook_id=new_id(), holder_id=holder, name=Line("อีกคน"))
            )

        assert application.log.count() == before

    def test_a_person_who_was_never_seen_can_be_erased(self, application: Application) -> None:
        holder = new_id()
        application.execute(ForgetHolder(holder_id=holder))
        with pytest.raises(PersonForgotten):
            opened(application, holder)

    def test_other_processes_forget_the_key_within_seconds(
        self, bench: Bench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert keyring.CACHE_SECONDS <= 5
        monkeypatch.setattr(keyring, "CACHE_SECONDS", 0.2)
        holder = new_id()
        ours, theirs = Keyring(bench.keyring_url), Keyring(bench.keyring_url)
        sealed = ours.seal(holder, NAME)
        assert theirs.open(holder, sealed) == NAME
        ours.destroy(holder)
        assert ours.open(holder, sealed) is None
        wait_until(
            lambda: theirs.open(holder, sealed) is None,
            otherwise=lambda: ServerFailed("the other process still opens it"),
        )
        ours.close()
        theirs.close()

    def test_an_erasure_that_a_crash_cut_short_is_finished_at_the_next_start(
        self, bench: Bench
    ) -> None:
        application = bench.application()
        holder = new_id()
        opened(application, holder)
        unit = UnitOfWork(application)
        unit.decide(HOLDER, holder, ForgetHolder(holder_id=holder))
        application.database.write(unit.statements())
        assert not application.keyring.is_destroyed(holder)

        later = bench.application()
        assert later.keyring.is_destroyed(holder)
        assert later.log.event(later.log.read()[0]).name is FORGOTTEN

    def test_a_sealed_value_opens_for_its_own_person_only(self, application: Application) -> None:
        one, other = new_id(), new_id()
        sealed = application.keyring.seal(one, NAME)
        application.keyring.seal(other, NAME)
        with pytest.raises(ValueError, match="cannot be opened"):
            application.keyring.open(other, sealed)

    def test_many_who_seal_for_one_person_at_once_use_one_key(self, bench: Bench) -> None:
        holder = new_id()
        rings = [Keyring(bench.keyring_url) for _ in range(4)]
        sealed = together(*(partial(ring.seal, holder, NAME) for ring in rings * 2))

        assert {ring.open(holder, text) for ring in rings for text in sealed} == {NAME}
        for ring in rings:
            ring.close()

    def test_services_may_erase_one_person_at_the_same_time(self, bench: Bench) -> None:
        holder = new_id()
        rings = [Keyring(bench.keyring_url) for _ in range(4)]
        sealed = rings[0].seal(holder, NAME)
        results = together(*(partial(ring.destroy, holder) for ring in rings * 2))

        assert results == [None] * 8
        assert [ring.open(holder, sealed) for ring in rings] == [None] * 4
        for ring in rings:
            ring.close()

    def test_a_key_that_is_not_there_is_not_taken_for_a_destroyed_one(
        self, application: Application
    ) -> None:
        holder = new_id()
        assert application.keyring.open(holder, "pd1:AAAA") is None
        sealed = application.keyring.seal(holder, NAME)

        assert application.keyring.open(holder, sealed) == NAME


def everything_in(database: Database) -> str:
    """Every value of every table, as text."""
    tables = inspect(database.engine).get_table_names()
    return "\n".join(
        str(row) for table in tables for row in database.rows(f"SELECT * FROM {table}")
    )
