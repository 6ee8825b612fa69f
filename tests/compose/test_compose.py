"""A site and its province in containers, from the files that people deploy them with."""

import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bangduan.testing.docker import Project, engine
from bangduan.testing.images import SUITE, provide, trusting_base
from bangduan.testing.processes import free_ports, wait_until
from bangduan.testing.resources import Resources, resources
from bangduan.testing.up import Up

ROOT = Path(__file__).parents[2]
STORY = ROOT / "deploy/demo/bang-duan-2551.yaml"
BANGDUAN = Path(sys.executable).with_name("bangduan")
RECIPES = Path(__file__).parent / "images"
TOLD = ("membership", "meetings", "funds", "learning", "reporting")
SERVICES = ("accounts", *TOLD)
HEALTHY_SECONDS = 240
SETTLED_SECONDS = 60


@dataclass(frozen=True)
class Composed:
    project: Project
    site: str
    province: str


def named_images() -> list[str]:
    """The images that the compose file and the Dockerfile name by default."""
    compose = (ROOT / "docker-compose.yml").read_text()
    defaults = dict(re.findall(r"\$\{(\w+_IMAGE):-([^}]+)\}", compose))
    defaults["PYTHON_IMAGE"] = python_image()
    return [image for name, image in defaults.items() if name != "BANGDUAN_IMAGE"]


def python_image() -> str:
    found = re.search(r"^ARG BASE=(\S+)$", (ROOT / "deploy/Dockerfile").read_text(), re.MULTILINE)
    assert found
    return found[1]


def settings(port: int, province_port: int) -> dict[str, str]:
    """What .env would hold, every password a new one."""
    example = (ROOT / "deploy/site.env.example").read_text()
    passwords = re.findall(r"^(\w+)=change-me$", example, re.MULTILINE)
    return {
        **{name: secrets.token_hex(16) for name in passwords},
        "PORT": str(port),
        "PROVINCE_PORT": str(province_port),
        "BANGDUAN_IMAGE": "bangduan-test/bangduan:latest",
    }


@pytest.fixture(scope="module")
def composed() -> Iterator[Composed]:
    port, province_port = free_ports(2)
    with engine() as docker:
        provide(docker, named_images(), RECIPES, os.environ.get("BANGDUAN_TEST_SUITE", SUITE))
        values = settings(port, province_port)
        base = trusting_base(docker, python_image())
        arguments = ("--file", ROOT / "deploy/Dockerfile", "--build-arg", f"BASE={base}")
        docker.build(ROOT, values["BANGDUAN_IMAGE"], *arguments)
        name = f"bangduan-test-{secrets.token_hex(4)}"
        project = Project(docker, ROOT, name=name, settings=values, profiles=["province"])
        try:
            project.compose("up", "--detach", "--no-build")
            project.wait_until_healthy(HEALTHY_SECONDS)
            yield Composed(project, f"http://127.0.0.1:{port}", f"http://127.0.0.1:{province_port}")
        finally:
            project.down()


def get(url: str) -> httpx.Response:
    return httpx.get(url, timeout=30, follow_redirects=True, trust_env=False)


def test_every_container_is_healthy(composed: Composed) -> None:
    expected = {*SERVICES, "province", "rabbitmq", "postgres", "proxy"}

    assert composed.project.health() == dict.fromkeys(expected, "healthy")


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_answers_behind_the_one_address(composed: Composed, service: str) -> None:
    assert get(f"{composed.site}/{service}/health").status_code == 200


def test_site_and_province_have_a_front_page(composed: Composed) -> None:
    assert get(composed.site).status_code == 200
    assert get(composed.province).status_code == 200


def test_a_service_cannot_reach_the_database_of_another(composed: Composed) -> None:
    script = (
        "import os, psycopg2\n"
        "url = os.environ['BANGDUAN_DATABASE'].replace('+psycopg2', '')\n"
        "try:\n"
        "    psycopg2.connect(url.rpartition('/')[0] + '/membership')\n"
        "except psycopg2.OperationalError as error:\n"
        "    print(error)\n"
    )

    said = composed.project.compose("exec", "-T", "funds", "python", "-c", script)

    assert "permission denied" in said


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Up]:
    """The same story, told to a site in one process."""
    port, province_port = free_ports(2)
    up = Up(tmp_path / "data", port, province_port, STORY)
    up.start()
    up.wait_answering()
    up.wait_replayed()
    up.settled()
    yield up
    assert up.stop() == 0


def demo_token(project: Project) -> str:
    """Token of the administrator of the demo accounts, which this opens."""
    path = project.compose("exec", "-T", "accounts", "bangduan", "accounts", "demo").strip()
    kept = json.loads(project.compose("exec", "-T", "accounts", "cat", path))
    return str(kept["administrator"]["token"])


def knows_of_accounts(composed: Composed, token: str) -> bool:
    """Has every service heard of the accounts and of the key?"""
    headers = {"Authorization": f"Bearer {token}"}
    return all(
        httpx.get(
            f"{composed.site}/{name}/api/v1/events", headers=headers, timeout=30, trust_env=False
        ).status_code
        == 200
        for name in SERVICES
    )


def test_nobody_reads_the_key_of_accounts_but_accounts(composed: Composed) -> None:
    script = "ls /data; cat /data/accounts-signing-key.pem 2>/dev/null | head -c 5"

    assert "-----" in composed.project.compose("exec", "-T", "accounts", "sh", "-c", script)
    assert "signing-key" not in composed.project.compose("exec", "-T", "funds", "sh", "-c", script)


def test_the_story_told_to_containers_shows_what_the_embedded_site_shows(
    composed: Composed, embedded: Up
) -> None:
    token = demo_token(composed.project)
    wait_until(
        lambda: knows_of_accounts(composed, token),
        seconds=SETTLED_SECONDS,
        otherwise=lambda: AssertionError("the services did not hear of the accounts"),
        every=1,
    )
    subprocess.run(
        [BANGDUAN, "story", STORY, "--url", composed.site, "--token", token], check=True, cwd=ROOT
    )
    mine = embedded.who()["Authorization"].removeprefix("Bearer ")
    site = resources(f"http://127.0.0.1:{embedded.port}", TOLD, mine)
    province = resources(f"http://127.0.0.1:{embedded.province_port}", ["province"])
    assert sum(map(len, site.values())) > len(site)

    def agrees() -> bool:
        return (
            resources(composed.site, TOLD, token) == site
            and resources(composed.province, ["province"]) == province
        )

    wait_until(
        agrees,
        seconds=SETTLED_SECONDS,
        otherwise=lambda: AssertionError(different(resources(composed.site, TOLD, token), site)),
        every=1,
    )


def different(found: Resources, expected: Resources) -> str:
    """The lists that differ, each with what it holds in both."""
    paths = sorted(path for path in expected if found.get(path) != expected[path])
    return "\n".join(f"{path}: {found.get(path)} is not {expected[path]}" for path in paths)
