"""The compose file as it is read: what runs where, with which rights, and how much it may take."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from bangduan.service import installed

ROOT = Path(__file__).parents[3]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
CONTAINERS: dict[str, dict[str, Any]] = COMPOSE["services"]
TWO_GIGABYTES = 2048
SET_UP_AND_GONE = "broker-setup"
DO_ONE_THING = {SET_UP_AND_GONE, "restore", "province-restore"}


def of_profiles(*profiles: str) -> dict[str, dict[str, Any]]:
    """Containers that run with these profiles."""
    return {
        name: each
        for name, each in CONTAINERS.items()
        if "profiles" not in each or {*profiles} & {*each["profiles"]}
    }


def given(container: dict[str, Any]) -> set[str]:
    """Names of the secrets a container gets."""
    return {
        each if isinstance(each, str) else each["source"] for each in container.get("secrets", ())
    }


def test_every_service_has_a_container_where_it_belongs() -> None:
    at_a_site = {name for name, each in installed().items() if each.runs_at("site")}
    at_a_province = {name for name, each in installed().items() if each.runs_at("province")}

    assert at_a_site <= of_profiles("site").keys()
    for name in at_a_province:
        assert {name, f"province-{name}"} & of_profiles("province").keys()


def test_each_container_has_a_limit_and_a_whole_site_takes_two_gigabytes() -> None:
    limits = {
        name: int(each["mem_limit"].removesuffix("m"))
        for name, each in of_profiles("site").items()
        if name != SET_UP_AND_GONE
    }

    assert sum(limits.values()) <= TWO_GIGABYTES
    assert all("mem_limit" in each for each in CONTAINERS.values())


def test_no_container_has_rights_that_it_can_do_without() -> None:
    for name, each in CONTAINERS.items():
        assert each["read_only"], name
        assert each["cap_drop"] == ["ALL"], name
        assert each["security_opt"] == ["no-new-privileges:true"], name


def test_every_container_comes_back_but_those_that_do_one_thing() -> None:
    policies = {name: each["restart"] for name, each in CONTAINERS.items()}

    assert {policies.pop(name) for name in DO_ONE_THING} == {"no"}
    assert set(policies.values()) == {"unless-stopped"}


def test_addresses_are_of_this_machine_unless_somebody_says_otherwise() -> None:
    ports = [port for each in CONTAINERS.values() for port in each.get("ports", ())]

    assert ports
    assert [p for p in ports if not re.match(r"(\$\{BROKER_LISTENS:-)?127\.0\.0\.1:", p)] == []


def test_no_environment_holds_a_password() -> None:
    for name, each in CONTAINERS.items():
        for variable, value in each.get("environment", {}).items():
            if "PASSWORD" in variable or "TOKEN" in variable:
                assert variable.endswith("_FILE"), (name, variable)
                assert value.startswith("/run/secrets/"), (name, variable)
            filled_in = re.sub(r"\$\{[^}]*\}", "x", str(value))
            assert not re.search(r"//[^/@]+:[^/@]+@", filled_in), (name, variable)


def test_a_service_gets_its_own_passwords_alone() -> None:
    for name, service in installed().items():
        owner = name
        if service.runs_at("site"):
            others = {f"{other}-{what}" for other in installed() if other != name
                      for what in ("broker", "database")}  # fmt: skip
            assert not given(CONTAINERS[owner]) & others
            assert "admin-broker" not in given(CONTAINERS[owner])
            assert "admin-database" not in given(CONTAINERS[owner])


def test_who_sets_up_has_the_passwords_of_all_whom_it_sets_up() -> None:
    secrets: set[str] = set(COMPOSE["secrets"])

    assert given(CONTAINERS[SET_UP_AND_GONE]) == {n for n in secrets if n.endswith("-broker")}
    assert given(CONTAINERS["postgres"]) == {n for n in secrets if n.endswith("-database")}
    assert set().union(*map(given, CONTAINERS.values())) == secrets
