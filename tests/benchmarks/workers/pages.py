"""Our pages, asked from within the process: the time is the server's alone.

python -m tests.benchmarks.workers.pages DATABASE-URL PEOPLE EVENTS ROUNDS
"""

# ruff: noqa: E402 - everything else is imported after the patch, as in a service
from __future__ import annotations

from bangduan import green

green.patch()

import json
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from uuid6 import uuid7

from bangduan.application import Application
from bangduan.events.types import EntityId, Line, TambonCode, VillageCode
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.testing.access import Keys
from bangduan.web.app import create_app
from bangduan.web.sessions import COOKIE
from services.membership.domain.centre import FoundCentre
from services.membership.domain.person import CorrectPerson, RegisterPerson
from services.membership.domain.village import RegisterVillage
from services.membership.service import service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.testing import FlaskClient

#: Syllables of invented names: nobody of them lives anywhere.
_SYLLABLES: Final = (
    "กมล", "จิต", "ชัย", "ดา", "ทิพย์", "ธน", "นภา", "บุญ", "ประ",
    "พร", "ภัทร", "มาลี", "รัตน์", "วรรณ", "ศรี", "สม", "สุ", "อร",
)  # fmt: skip
_VILLAGES: Final = 10


def fill(application: Application, people: int, events: int) -> list[EntityId]:
    """People with invented names, corrected again and again until there are so many events."""
    rng = random.Random(110113)  # noqa: S311 (the same names in every run)
    tambon = application.tambon
    application.execute(FoundCentre(tambon=TambonCode(tambon), name=Line("ศูนย์ตัวอย่าง")))
    villages = [VillageCode(f"{tambon}{n:02}") for n in range(1, _VILLAGES + 1)]
    for number, village in enumerate(villages, 1):
        application.execute(RegisterVillage(village=village, name=Line(f"หมู่ที่ {number}")))
    ids = [_id() for _ in range(people)]
    for person in ids:
        application.execute(
            RegisterPerson(
                person_id=person, name=_name(rng), village=rng.choice(villages), synthetic=True
            )
        )
    for number in range(events - people):
        application.execute(
            CorrectPerson(person_id=ids[number % people], phone=Line(f"08{number:08}"))
        )
    return ids


def _id() -> EntityId:
    return EntityId(str(uuid7()))


def _name(rng: random.Random) -> Line:
    first, last = ("".join(rng.sample(_SYLLABLES, rng.randint(2, 3))) for _ in range(2))
    return Line(f"{first} {last}")


def lists() -> Iterator[str]:
    """Addresses of the list: pages, searches, filters, orders."""
    yield from (f"/membership/people?page={page}" for page in (1, 7, 100, 200))
    yield from (f"/membership/people?q={quote(part)}" for part in ("สม", "บุญ ศรี", "ไม่มี"))
    yield from (f"/membership/people?sort={order}" for order in ("name", "-name", "village"))
    yield "/membership/people?village=11011305"


def timed(client: FlaskClient, paths: Callable[[], Iterator[str]], rounds: int) -> list[float]:
    """Milliseconds of each answer, after one round that only warms up."""
    found = []
    for turn in range(rounds + 1):
        for path in paths():
            began = time.perf_counter()
            answer = client.get(path)
            spent = (time.perf_counter() - began) * 1000
            assert answer.status_code == 200, (path, answer.status_code)
            if turn:
                found.append(spent)
    return found


def main(database: str, people: int, events: int, rounds: int) -> None:
    """Fill a register, ask for its pages and print how long each took."""
    with tempfile.TemporaryDirectory() as data:
        application = Application(service, Settings(data=Path(data), database=database))
        prepare(application)
        ids = fill(application, people, events)
        client = create_app(application).test_client()
        cookie, _ = Keys().cookie(application, "administrator")
        client.set_cookie(COOKIE, cookie)
        began = time.perf_counter()
        client.get("/membership/people")
        first = (time.perf_counter() - began) * 1000
        some = ids[:: max(1, len(ids) // 20)]

        def records() -> Iterator[str]:
            return (f"/membership/people/{person}" for person in some)

        def cards() -> Iterator[str]:
            yield "/membership/fragments/home"

        sys.stdout.write(
            json.dumps(
                {
                    "first": first,
                    "list": timed(client, lists, rounds),
                    "record": timed(client, records, rounds),
                    "card": timed(client, cards, rounds),
                }
            )
        )
        application.close()


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
