"""``bangduan status`` tells where everything stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.membership.projections.register import REGISTER
from tests.integration.cli.test_doctor_link import join

if TYPE_CHECKING:
    from tests.integration.cli.conftest import Site


def of(said: Any, service: str) -> Any:
    """What was told of one service."""
    return next(each for each in said.json["services"] if each["service"] == service)


def test_a_service_tells_its_events_and_what_has_not_left(site: Site) -> None:
    site.register("สมชาย", "สมหญิง")

    membership = of(site.run("status", "--json"), "membership")

    assert membership["state"] == "ready"
    assert membership["events"] == membership["pending"] == 2
    assert membership["published"] is None
    assert membership["head"].startswith("000001.")
    assert {
        "name": "register",
        "built": REGISTER.version,
        "current": REGISTER.version,
    } in membership["projections"]


def test_a_subscriber_tells_how_far_it_is_behind(site: Site) -> None:
    site.register("สมชาย", "สมหญิง")
    site.deliver("learning")
    site.register("สมศรี")

    learning = of(site.run("status", "--json"), "learning")

    [followed] = [each for each in learning["follows"] if each["source"].endswith("membership")]
    assert followed["behind"] == 1
    assert followed["diverged"] is False


def test_a_service_never_started_is_told_apart_and_not_made(embedded: Site) -> None:
    embedded.register("สมชาย")

    said = embedded.run("status", "--json")

    assert said.code == 0
    assert of(said, "funds")["state"] == "absent"
    assert not embedded.file("funds").exists()


def test_a_database_that_does_not_answer_exits_with_1(embedded: Site) -> None:
    away = "postgresql+psycopg2://nobody:secret@127.0.0.1:1/{service}"

    said = embedded.run("status", "--json", BANGDUAN_DATABASE=away)

    assert said.code == 1
    assert of(said, "funds")["state"] == "unreachable"
    assert "secret" not in said.out + said.err


def test_for_people_it_is_a_table(site: Site) -> None:
    site.register("สมชาย")

    said = site.run("status")

    assert "SERVICE" in said.out
    assert "membership" in said.out


def test_whom_a_site_is_linked_to_is_told(embedded: Site) -> None:
    assert embedded.run("status", "--json").json["link"] is None
    join(embedded)

    link = embedded.run("status", "--json").json["link"]

    assert (link["province"], link["broker"]) == ("110000", "broker.example:5671")
    assert link["shovels"] is None
    assert "link to 110000" in embedded.run("status").out
