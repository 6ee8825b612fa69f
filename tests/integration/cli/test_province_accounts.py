"""The accounts of a site and those of the province that ``up`` runs beside it, kept apart."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.integration.cli.conftest import Site

BOTH = ((), ("--province",))


def opened(site: Site, username: str, *, role: str = "administrator") -> None:
    """Open an account at the site and one of the same name at the province."""
    for where in BOTH:
        said = site.run(
            "accounts", *where, "open", username, "--name", f"{username} (สมมติ)", "--role", role
        )
        assert said.code == 0, said


def usernames(site: Site, *where: str) -> list[str]:
    """Who has an account there."""
    said = site.run("accounts", *where, "list", "--json")
    return [each["username"] for each in said.json["accounts"]]


def test_a_role_of_the_province_is_given_at_the_province_alone(embedded: Site) -> None:
    given = ("open", "somsri", "--name", "สมศรี (สมมติ)", "--role", "province_officer")
    assert embedded.run("accounts", *given).code == 1
    assert embedded.run("accounts", "--province", *given).code == 0
    assert usernames(embedded) == []
    assert usernames(embedded, "--province") == ["somsri"]


def test_both_are_backed_up_and_both_come_back(embedded: Site, tmp_path: Path) -> None:
    backup = str(tmp_path / "site.tar.gz")
    opened(embedded, "somchai")
    embedded.run("backup", backup)
    opened(embedded, "somsri")

    said = embedded.run("restore", backup, "--replace", "--json")

    assert said.code == 0, said
    assert usernames(embedded) == usernames(embedded, "--province") == ["somchai"]
    kept = {path.name for path in Path(said.json["kept_aside"]).iterdir()}
    assert {"accounts.sqlite3", "accounts@province.sqlite3"} <= kept


def test_status_tells_of_both(embedded: Site) -> None:
    opened(embedded, "somchai")
    told = {
        each["service"]: (each["scope"], each["tambon"], each["events"])
        for each in embedded.run("status", "--json").json["services"]
    }
    assert told["accounts"][:2] == ("site", "110113")
    assert told["accounts@province"][:2] == ("province", "110000")
    assert told["accounts"][2] == told["accounts@province"][2] > 0
