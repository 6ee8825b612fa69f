"""``bangduan dead-letters``: what failed is seen, retried in order, or given up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.cli.conftest import person_id

if TYPE_CHECKING:
    from tests.integration.cli.conftest import Site

SUBJECT = f"person-{person_id('สมชาย')}"


@pytest.fixture
def stuck(site: Site) -> Site:
    """A site whose learning service misses a read table: two events fail, one behind the other."""
    site.register("สมหญิง")
    site.deliver()
    with site.database("learning") as database:
        database.write([("ALTER TABLE owners RENAME TO lost", ())])
    site.register("สมชาย")
    site.correct("สมชาย", "สมชัย (สมมติ)")
    site.deliver(whole=False)
    return site


def repair(site: Site) -> None:
    """Put the read table back."""
    with site.database("learning") as database:
        database.write([("ALTER TABLE lost RENAME TO owners", ())])


def letters(site: Site) -> list[Any]:
    """What waits, by the command."""
    found: list[Any] = site.run("dead-letters", "list", "--json").json["letters"]
    return found


def owners(site: Site) -> int:
    """How many persons the learning service knows."""
    with site.database("learning") as database:
        return int(database.rows("SELECT count(*) FROM owners")[0][0])


def test_what_failed_and_what_waits_behind_it_are_listed_in_order(stuck: Site) -> None:
    found = letters(stuck)
    told = stuck.run("dead-letters", "list", "--service", "learning")

    assert [(each["service"], each["subject"], each["state"]) for each in found] == [
        ("learning", SUBJECT, "dead"),
        ("learning", SUBJECT, "parked"),
    ]
    assert "owners" in found[0]["error"]
    assert all(each["id"] in told.out for each in found)


def test_nothing_waits_where_nothing_failed(site: Site) -> None:
    site.register("สมชาย")
    site.deliver()

    assert letters(site) == []
    assert "no dead letters" in site.run("dead-letters", "list").out


def test_a_letter_shows_why_it_failed_and_the_event_still_sealed(stuck: Site) -> None:
    id = letters(stuck)[0]["id"]

    shown = stuck.run("dead-letters", "show", id, "--json")
    told = stuck.run("dead-letters", "show", id)

    assert "Traceback" in shown.json["traceback"]
    assert shown.json["event"]["data"]["name"].startswith("pd1:")
    assert id in told.out
    assert "Traceback" in told.out
    assert "สมชาย" not in shown.out + told.out


def test_a_retry_that_fails_again_exits_with_1_and_keeps_the_letters(stuck: Site) -> None:
    id = letters(stuck)[0]["id"]

    said = stuck.run("dead-letters", "retry", id, "--json")

    assert said.code == 1
    [outcome] = said.json["retried"]
    assert outcome["handled"] == 0
    assert outcome["failed"]["id"] == id
    assert len(letters(stuck)) == 2
    assert letters(stuck)[0]["attempts"] > 5


@pytest.mark.parametrize("what", ["id", "subject", "all"])
def test_a_retry_drains_the_subject_in_order(stuck: Site, what: str) -> None:
    repair(stuck)
    id = letters(stuck)[1]["id"]
    asked = {"id": (id,), "subject": ("--subject", SUBJECT), "all": ("--all",)}[what]

    said = stuck.run("dead-letters", "retry", *asked, "--json")

    assert said.code == 0
    [outcome] = said.json["retried"]
    assert (outcome["subject"], outcome["handled"], outcome["failed"]) == (SUBJECT, 2, None)
    assert letters(stuck) == []
    assert owners(stuck) == 2
    with stuck.application("learning") as learning:
        [(name,)] = learning.database.rows(
            f"SELECT owner_name FROM owners WHERE owner_id = {learning.database.placeholder}",
            (person_id("สมชาย"),),
        )
        assert learning.keyring.open(person_id("สมชาย"), name) == "สมชัย (สมมติ)"


def test_a_discarded_letter_is_gone_and_what_waited_goes_on(stuck: Site) -> None:
    repair(stuck)
    first, second = (each["id"] for each in letters(stuck))

    discarded = stuck.run("dead-letters", "discard", first)
    retried = stuck.run("dead-letters", "retry", second)

    assert discarded.code == retried.code == 0
    assert letters(stuck) == []
    assert first not in [each["id"] for each in letters(stuck)]


def test_a_letter_nobody_has_is_not_found(embedded: Site) -> None:
    embedded.register("สมชาย")
    embedded.deliver()

    for verb in ("show", "retry", "discard"):
        said = embedded.run("dead-letters", verb, "019a0000-0000-7000-8000-000000000000")
        assert said.code == 1
        assert "dead-letters list" in said.err
    assert embedded.run("dead-letters", "retry", "--subject", "person-nobody").code == 1
    assert embedded.run("dead-letters", "retry", "--all").code == 0


def test_an_event_that_waits_in_two_services_must_be_named_with_its_service(embedded: Site) -> None:
    embedded.register("สมหญิง")
    for follower, table in (("learning", "owners"), ("meetings", "roll_people")):
        embedded.deliver(follower)
        with embedded.database(follower) as database:
            database.write([(f"ALTER TABLE {table} RENAME TO lost_{follower}", ())])
    embedded.register("สมชาย")
    for follower in ("learning", "meetings"):
        embedded.deliver(follower, whole=False)
    id = letters(embedded)[0]["id"]

    ambiguous = embedded.run("dead-letters", "show", id)
    named = embedded.run("dead-letters", "show", id, "--service", "meetings", "--json")

    assert ambiguous.code == 2
    assert "--service" in ambiguous.err
    assert named.json["service"] == "meetings"
