"""A process of its own on the bench's database: it writes, or it leads.

    python -m bangduan.testing.store.worker URL KEYRING_URL write NAME EVENTS THREADS
    python -m bangduan.testing.store.worker URL KEYRING_URL lead NAME

Writers append to streams of their own and to streams they share, in commits of one to nine
events. Each event's ``note`` says which writer made it and its number.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from typing import Final

from uuid6 import uuid7

from bangduan.events import codec
from bangduan.events.types import EntityId, Prose, Satang
from bangduan.store import EventLog, Keyring, Taken, open_database
from bangduan.store.log import GENESIS, utc_now
from bangduan.testing.passbook import MoneyDeposited

SHARED: Final = 5
_AGAIN_SECONDS: Final = 0.02
_TYPE: Final = "bangduan.passbook.MoneyDeposited.v1"


def write(log: EventLog, name: str, events: int) -> None:
    """Append ``events`` events, some to streams that other writers append to as well."""
    chance = random.Random(name)  # noqa: S311 (a schedule, not a secret)
    tips: dict[str, tuple[int, str]] = {}
    done = 0
    while done < events:
        shared = chance.random() < 0.3
        stream = f"shared-{chance.randrange(SHARED)}" if shared else f"{name}-{chance.randrange(9)}"
        size = min(chance.randint(1, 9), events - done)
        facts = [
            (str(uuid7()), _TYPE, _payload(log, f"{name} {done + number}"))
            for number in range(size)
        ]
        while not _append(log, stream, facts, tips):
            _catch_up(log, stream, tips)
        done += size


def _append(
    log: EventLog,
    stream: str,
    facts: list[tuple[str, str, str]],
    tips: dict[str, tuple[int, str]],
) -> bool:
    version, hash = tips.get(stream, (0, GENESIS))
    rows = log.chained(stream, version, hash, facts, utc_now(), "{}")
    try:
        log.database.write([log.append_statement(rows)])
    except Taken:
        return False
    tips[stream] = (rows[-1].version, rows[-1].hash)
    return True


def _catch_up(log: EventLog, stream: str, tips: dict[str, tuple[int, str]]) -> None:
    rows = log.read_stream(stream, tips.get(stream, (0, GENESIS))[0])
    if rows:
        tips[stream] = (rows[-1].version, rows[-1].hash)


def _payload(log: EventLog, note: str) -> str:
    id = EntityId("01234567-89ab-7def-8123-456789abcdef")
    event = MoneyDeposited(passbook_id=id, amount_satang=Satang(1), note=Prose(note))
    return codec.encode(event, log.cipher)


def main(url: str, keyring_url: str, verb: str, name: str, *rest: str) -> None:
    """Do what ``verb`` says until it is done, or until we are killed."""
    database, keyring = open_database(url), Keyring(keyring_url)
    if verb == "lead":
        while True:
            # whoever looks whether we lead does so by leading for a moment
            with database.leadership(name) as leading:
                while leading:
                    time.sleep(60)
            time.sleep(_AGAIN_SECONDS)
    events, threads = map(int, rest)
    log = EventLog(database, keyring)
    writers = [
        threading.Thread(target=write, args=(log, f"{name}{n}", events)) for n in range(threads)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
