"""A year of a site crosses a real link, and all that arrives is looked through for anybody's name.

The site's secretaries write people's names wherever they can write what they like: into minutes,
reasons, titles of problems and projects. None of it may come to the province, in no dress.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import re
import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import orjson
import pytest

from bangduan.service import installed
from bangduan.simulation.life import live
from bangduan.story import Entry, Story, replay
from tests.integration.link.capturing import Capture
from tests.integration.link.conftest import SITE
from tests.integration.link.scanning import Secret, dresses, flattened, found_in, secrets_of
from tests.integration.simulation.small import small

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bangduan.simulation.life import Life
    from tests.integration.link.capturing import Caught
    from tests.integration.link.conftest import World

_MONTHS: Final = 12
_PATIENCE: Final = 240.0
_SERVICES: Final = tuple(s for s in installed().values() if s.scope in {"site", "everywhere"})
#: Where a secretary writes what she likes. Names of organisations and bodies are not among them.
_FREE: Final = frozenset(
    {"answer", "description", "methods", "problem_solved", "reason", "result", "story", "text",
     "title"}
)  # fmt: skip
_PEOPLE: Final = "/membership/api/v1/people"
_BIRTH: Final = "birth_year"
_OFFSET: Final = 543
#: What a machine writes: ids, dates, kinds, digests, places in a log.
_OF_A_MACHINE: Final = re.compile(r"[a-z0-9_.-]+(/[a-z0-9_.-]+)*")
_BATCH: Final = "application/cloudevents-batch+json"


@dataclasses.dataclass(frozen=True)
class Year:
    """A year was told, and has crossed.

    Attributes:
        life: who lives there.
        names: of organisations, committees, places and the like.
        secrets: all that the site knows of people.
        crossed: all that was published at the province's broker.
    """

    world: World
    life: Life
    names: frozenset[str]
    secrets: frozenset[Secret]
    capture: Capture
    crossed: tuple[Caught, ...]

    @property
    def of_the_site(self) -> list[Caught]:
        """What whoever holds one of the site's certificates has published."""
        return [caught for caught in self.crossed if caught.user.startswith(SITE)]

    def events(self) -> Iterator[dict[str, Any]]:
        """Every event that came from the site, also those of an answer to a replay."""
        for caught in self.of_the_site:
            if caught.exchange == "bangduan.events" and "cloudevents" in caught.content_type:
                held = orjson.loads(caught.body)
                yield from held if caught.content_type == _BATCH else [held]


@pytest.fixture(scope="module")
def year(world: World) -> Iterator[Year]:
    """A whole site tells half a year, joins, tells the rest, and renews its certificate."""
    life = live(small(SITE), _MONTHS)
    story = naming_people(life)
    half = life.months[sorted(life.months)[_MONTHS // 2 - 1]]
    world.hosts.stop("reporting")
    world.hosts.launch("site", [service.name for service in _SERVICES])
    world.hosts.wait_healthy("site", _PATIENCE)
    who = world.hosts.administrator()
    world.hosts.wait_known("site", who, _PATIENCE)

    def tell(entries: tuple[Entry, ...]) -> None:
        token = who["Authorization"].removeprefix("Bearer ")
        replay(
            dataclasses.replace(story, entries=entries),
            world.hosts.url("site"),
            token=token,
            timeout=_PATIENCE,
        )

    with Capture(world.far) as capture:
        tell(story.entries[:half])
        file, fingerprint = world.invitation()
        joined = world.run(world.site, "join", str(file), "--fingerprint", fingerprint)
        assert joined.returncode == 0, joined.stderr
        world.at_province("approve", SITE)
        world.wait_arrived()
        tell(story.entries[half:])
        for asked in ("--check", "--renew"):
            assert world.run(world.site, "join", asked).returncode == 0
        world.wait_arrived()
        yield Year(
            world=world,
            life=life,
            names=frozenset(names_in(story)),
            secrets=frozenset(secrets_of(_SERVICES, world.site)),
            capture=capture,
            crossed=tuple(capture.caught()),
        )


def test_all_that_the_site_reported_was_captured(year: Year) -> None:
    assert {caught.exchange for caught in year.of_the_site} == {
        "bangduan.events", "bangduan.enrolment",
    }  # fmt: skip
    assert {caught.content_type for caught in year.of_the_site} >= {
        _BATCH, "application/cloudevents+json",
    }  # fmt: skip
    crossed = {event["sequence"] for event in year.events()}
    assert crossed == set(year.world.sent())
    assert len(crossed) > 500
    assert {event["source"] for event in year.events()} == {f"/tambon/{SITE}/reporting"}


def test_all_that_the_site_knows_of_people_is_looked_for(year: Year) -> None:
    looked_for = {secret.text for secret in year.secrets}
    assert {text.replace("(สมมติ)", "").strip() for text in year.life.secrets} <= looked_for
    assert {person.id for person in year.life.world.people} <= looked_for
    assert {secret.what for secret in year.secrets} >= {
        "address", "born_on", "name", "national_id", "person_id", "phone",
    }  # fmt: skip


def test_nothing_personal_crosses_the_link(year: Year) -> None:
    seen = b"\0".join({part for caught in year.crossed for part in caught.seen})

    assert found_in(seen, year.secrets) == set()


def test_nothing_personal_is_in_the_provinces_databases_and_logs(year: Year) -> None:
    said = year.world.hosts.log("province") + year.world.far.log_text
    held = b"\0".join((*rows_under(year), said.encode()))
    assert b"assembly-held" in held

    assert found_in(held, year.secrets) == set()


def test_every_text_that_crosses_is_a_machines_or_the_name_of_a_body(year: Year) -> None:
    written = {
        (event["type"], text)
        for event in year.events()
        for text in map(bytes.decode, flattened(event["data"]))
        if not _OF_A_MACHINE.fullmatch(text)
    }
    unknown = {(kind, text) for kind, text in written if text not in year.names}

    assert unknown == set()
    assert {kind for kind, _ in written} == {"bangduan.reporting.MilestoneReached.v1"}


@pytest.mark.parametrize("dress", ["plain", "escaped", "packed", "header"])
def test_a_name_that_is_planted_is_found(year: Year, dress: str) -> None:
    name = next(person.name for person in year.life.world.people).replace("(สมมติ)", "").strip()
    bodies = {
        "plain": json.dumps({"dress": dress, "said": f"ของ {name}"}, ensure_ascii=False),
        "escaped": json.dumps({"dress": dress, "said": f"ของ {name}"}),
        "packed": json.dumps({"dress": dress, "said": base64.b64encode(name.encode()).decode()}),
        "header": json.dumps({"dress": dress}),
    }
    headers = {"said": name} if dress == "header" else {}
    with year.world.near_broker as near:
        near.publish(
            "bangduan.events", f"{SITE}.reporting.Planted", bodies[dress], {"headers": headers}
        )

    def planted() -> list[Caught]:
        mark = f'"dress": "{dress}"'.encode()
        return [caught for caught in year.capture.caught() if mark in caught.body]

    year.world.wait(lambda: planted() != [], "what was planted has crossed")
    [crossed] = planted()
    assert crossed.user.startswith(SITE)
    assert {secret.text for secret in found_in(b"\0".join(crossed.seen), year.secrets)} >= {
        name,
        *name.split(),
    }


@pytest.mark.parametrize("around", ["", "ก", "กข", "x", "xy"])
def test_every_dress_of_a_text_is_known(around: str) -> None:
    name = Secret("name", "ประพล ชลธารา")
    text = f"{around}{name.text}{around}"
    upper = json.dumps(text).upper().replace("\\U", "\\u")
    packed = base64.encodebytes(text.encode() * 3)

    for dressed in (
        text.encode(), json.dumps(text).encode(), upper.encode(),
        base64.b64encode(text.encode()), base64.urlsafe_b64encode(text.encode()), packed,
        json.dumps({"pem": packed.decode()}).encode(), json.dumps(json.dumps(text)).encode(),
    ):  # fmt: skip
        assert found_in(b"..." + dressed + b"...", {name}) == {name}
    assert found_in("ประพัน ชลธาร".encode(), {name}) == set()
    assert len(dresses(name.text)) > 5


# -- what is told ------------------------------------------------------------------------------


def naming_people(life: Life) -> Story:
    """The life's story, with somebody named wherever one may write what one likes.

    Of those whose year of birth is known, the day is told as well.
    """
    people = life.world.people
    told = []
    for number, entry in enumerate(life.story.entries):
        body = dict(entry.body)
        if not entry.path.startswith(_PEOPLE):
            body = _with(body, people[number % len(people)].name)
        elif body.get(_BIRTH) is not None:
            born = date(body.pop(_BIRTH) - _OFFSET, number % 12 + 1, number % 28 + 1)
            body["born_on"] = born.isoformat()
        told.append(dataclasses.replace(entry, body=body))
    return dataclasses.replace(life.story, entries=tuple(told))


def names_in(story: Story) -> Iterator[str]:
    """Names of organisations, committees, bodies and places."""
    for entry in story.entries:
        if not entry.path.startswith(_PEOPLE):
            yield from (entry.body[key] for key in ("name", "committee_name") if key in entry.body)


def rows_under(year: Year) -> Iterator[bytes]:
    """Every value in every table of the province's databases."""
    for file in sorted(year.world.province.data.glob("*.sqlite3")):
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (table,) in tables.fetchall():
                yield from flattened(database.execute(f'SELECT * FROM "{table}"').fetchall())


def _with(said: Any, name: str, key: str = "") -> Any:
    match said:
        case dict():
            return {inner: _with(value, name, inner) for inner, value in said.items()}
        case list() | tuple():
            return [_with(value, name, key) for value in said]
        case str() if key in _FREE and not said.isascii():
            return f"{said} ({name})"
    return said
