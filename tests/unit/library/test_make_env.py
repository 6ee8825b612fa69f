"""The script that sets a composed site up: what it makes, and what it leaves alone."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def make_env(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    where = {"ENV_FILE": str(folder / ".env"), "SECRETS": str(folder / "secrets")}
    return subprocess.run(
        [ROOT / "deploy/make-env", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **where},
    )


def secrets(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in (folder / "secrets").iterdir()}


def settings(folder: Path) -> dict[str, str]:
    lines = (folder / ".env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and line[0] != "#")


def test_there_is_a_password_for_everything_that_the_compose_file_names(folder: Path) -> None:
    make_env(folder)

    named = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["secrets"]
    assert secrets(folder).keys() == named.keys()
    assert all(re.fullmatch(r"[0-9a-f]{32}", password) for password in secrets(folder).values())
    assert len(set(secrets(folder).values())) == len(named)


def test_only_the_owner_gets_at_them(folder: Path) -> None:
    make_env(folder)

    assert (folder / "secrets").stat().st_mode & 0o777 == 0o700
    assert (folder / ".env").stat().st_mode & 0o077 == 0


def test_made_twice_everything_is_as_it_was(folder: Path) -> None:
    make_env(folder)
    before = secrets(folder), (folder / ".env").read_text()

    said = make_env(folder)

    assert said.returncode == 0
    assert "Made 0 passwords" in said.stdout
    assert (secrets(folder), (folder / ".env").read_text()) == before


def test_what_is_missing_is_made_again_and_no_more(folder: Path) -> None:
    make_env(folder)
    before = secrets(folder)
    (folder / "secrets/funds-broker").unlink()

    make_env(folder)

    after = secrets(folder)
    assert after.pop("funds-broker") != before.pop("funds-broker")
    assert after == before


def test_a_province_of_its_own_runs_no_site_and_listens_to_sites(folder: Path) -> None:
    make_env(folder, "--province", "110000")

    made = settings(folder)
    assert made["COMPOSE_PROFILES"] == "province"
    assert (made["BANGDUAN_TAMBON"], made["BANGDUAN_PROVINCE"]) == ("", "110000")
    assert made["BANGDUAN_SITES"] == ""
    assert (made["BROKER"], made["BROKER_LISTENS"]) == ("province", "0.0.0.0:5671")
    assert made["COMPOSE_PROJECT_NAME"] == "bangduan-110000"


def test_a_province_says_how_sites_reach_it(folder: Path) -> None:
    make_env(folder, "--province", "110000", "--address", "broker.example.go.th:5671")

    assert settings(folder)["BROKER_ADDRESS"] == "broker.example.go.th:5671"


def test_a_site_has_its_own_sub_district_and_its_province_elsewhere(folder: Path) -> None:
    make_env(folder, "--tambon", "110102")

    made = settings(folder)
    assert made["COMPOSE_PROFILES"] == "site"
    assert made["COMPOSE_PROJECT_NAME"] == "bangduan-110102"
    assert (made["BANGDUAN_TAMBON"], made["BANGDUAN_PROVINCE"]) == ("110102", "")
    assert made["BANGDUAN_SITES"] == ""


def test_the_settings_of_one_site_do_not_become_those_of_another(folder: Path) -> None:
    make_env(folder, "--tambon", "110102")
    before = (folder / ".env").read_text()

    said = make_env(folder, "--tambon", "110103")

    assert said.returncode == 2
    assert "another folder" in said.stderr
    assert (folder / ".env").read_text() == before
    assert make_env(folder, "--tambon", "110102").returncode == 0
    assert make_env(folder).returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("--province",),
        ("--province", "110113"),
        ("--tambon", "110000"),
        ("--tambon", "11010"),
        ("--tambon", "110102", "--province", "110000"),
        ("--tambon", "110102", "--address", "broker.example.go.th:5671"),
        ("--province", "110000", "--address", "broker|example"),
    ],
)
def test_what_is_asked_wrongly_makes_nothing(folder: Path, arguments: tuple[str, ...]) -> None:
    said = make_env(folder, *arguments)

    assert said.returncode == 2
    assert list(folder.iterdir()) == []


def test_passwords_that_databases_know_already_are_taken_over(folder: Path) -> None:
    old = "POSTGRES_PASSWORD=one\nFUNDS_DATABASE_PASSWORD=two\nRABBITMQ_PASSWORD=three\n"
    (folder / ".env").write_text(old)

    make_env(folder)

    made = secrets(folder)
    assert (made["admin-database"], made["funds-database"]) == ("one", "two")
    assert "three" not in made.values()
    assert (folder / ".env").read_text() == old
