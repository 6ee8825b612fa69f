"""A province and two sites, each in containers and networks of its own, joined by the link."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bangduan.testing.processes import free_ports, wait_until
from tests.compose.composed import HEALTHY_SECONDS, make_env, project

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bangduan.testing.docker import Engine, Project

SITES = ("110113", "110102")
ARRIVES_SECONDS = 180

# Registers an organisation as the administrator of the demo accounts: what a site then reports.
REGISTER = """
import json, subprocess, sys, uuid, httpx
path = subprocess.run(["bangduan", "accounts", "demo"], capture_output=True, text=True, check=True)
token = json.load(open(path.stdout.strip()))["administrator"]["token"]
answer = httpx.post(
    "http://membership:8000/membership/api/v1/organisations",
    headers={"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid.uuid4())},
    json={"organisation_id": str(uuid.uuid4()), "kind": "savings-group", "name": sys.argv[1]},
)
print(answer.status_code)
"""

# How many of whom the province has: read where nobody need sign in.
READ = """
import httpx, sys
answer = httpx.get(
    "http://127.0.0.1:8000/province/api/v1/indicators", params={"tambon": sys.argv[1]}
).json()
found = [each for each in answer["items"] if each["indicator"] == "organisations"]
print(max((int(each["value"] or 0) for each in found), default=0))
"""


@dataclass(frozen=True)
class Province:
    """A province in containers.

    Attributes:
        address: of its broker, as sites dial it.
    """

    project: Project
    address: str

    def run(self, *command: str) -> str:
        """What ``bangduan province`` says in its container."""
        return self.project.compose("exec", "-T", "province", "bangduan", "province", *command)

    def organisations(self, tambon: str) -> int:
        """How many organisations it knows of a site."""
        script = ("exec", "-T", "province", "python", "-c", READ, tambon)
        return int(self.project.compose(*script))

    def wait_for_organisations(self, tambon: str, expected: int) -> None:
        """Wait until it knows of so many."""
        wait_until(
            lambda: self.organisations(tambon) == expected,
            seconds=ARRIVES_SECONDS,
            otherwise=lambda: AssertionError(
                f"{self.organisations(tambon)} organisations of {tambon}, not {expected}; "
                + self.run("sites")
            ),
            every=1,
        )


@dataclass(frozen=True)
class Site:
    """A site in containers, with what reports and no more."""

    project: Project
    tambon: str

    def register_organisation(self, name: str) -> None:
        """Have one more of them."""

        def done() -> bool:
            said = self.project.compose(
                "exec", "-T", "accounts", "python", "-c", REGISTER, f"{name} (สมมติ)"
            )
            return said.strip() == "201"

        # membership hears of the accounts a moment after they are made
        wait_until(
            done,
            seconds=60,
            otherwise=lambda: AssertionError("not registered"),
            every=1,
        )

    def join(self, invitation: Path, fingerprint: str) -> None:
        """Join the province, and keep the link from then on."""
        mounted = f"{invitation}:/invitation.json:ro"
        command = ("join", "/invitation.json", "--fingerprint", fingerprint)
        self.project.compose("run", "--rm", "-T", "--volume", mounted, "link", *command)
        self.project.compose("up", "--detach", "--no-build", "link")


def own_address() -> str:
    """An address of this machine that containers reach."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # nothing is sent
        return str(probe.getsockname()[0])


@pytest.fixture(scope="module")
def province(docker: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    port, pages = free_ports(2)
    address = f"{own_address()}:{port}"
    settings = {
        **make_env(tmp_path_factory.mktemp("province"), "--province", "110000"),
        "BROKER_LISTENS": f"0.0.0.0:{port}",
        "BROKER_ADDRESS": address,
        "PROVINCE_PORT": str(pages),
    }
    with project(docker, settings, ["province"]) as made:
        setting_up = ("run", "--rm", "-T", "--no-deps", "province", "province", "init")
        made.compose(*setting_up, "--address", address)
        made.compose("up", "--detach", "--no-build")
        made.wait_until_healthy(HEALTHY_SECONDS)
        yield Province(made, address)


@pytest.fixture(scope="module")
def sites(
    docker: Engine, province: Province, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, ...]]:
    fingerprint = province.run("fingerprint").strip()
    with ExitStack() as stack:
        found: list[Site] = []
        for tambon in SITES:
            folder = tmp_path_factory.mktemp("site")
            settings = {**make_env(folder), "BANGDUAN_TAMBON": tambon, "BANGDUAN_PROVINCE": ""}
            made = stack.enter_context(project(docker, settings, ["site", "link"]))
            made.compose("up", "--detach", "--no-build", "accounts", "membership", "reporting")
            made.wait_until_healthy(HEALTHY_SECONDS)
            site = Site(made, tambon)
            site.register_organisation("ก่อนเข้าร่วม")
            site.join(invited(province, tambon, folder), fingerprint)
            province.run("approve", tambon)
            found.append(site)
        yield tuple(found)


def invited(province: Province, tambon: str, folder: Path) -> Path:
    """The invitation of a site, carried over as on a stick."""
    path = f"/tmp/{tambon}.json"  # noqa: S108 - within the container
    province.run("enrol", tambon, "--output", path)
    carried = folder / "invitation.json"
    carried.write_text(province.project.compose("exec", "-T", "province", "cat", path))
    return carried


def test_what_sites_report_reaches_the_province_from_networks_of_their_own(
    province: Province, sites: tuple[Site, ...]
) -> None:
    for site in sites:
        province.wait_for_organisations(site.tambon, 1)

    sites[0].register_organisation("หลังเข้าร่วม")

    province.wait_for_organisations(sites[0].tambon, 2)
    assert province.organisations(sites[1].tambon) == 1


def test_a_province_whose_broker_is_killed_hears_afterwards_what_happened_meanwhile(
    province: Province, sites: tuple[Site, ...]
) -> None:
    known = province.organisations(sites[0].tambon)
    province.project.compose("kill", "rabbitmq")
    sites[0].register_organisation("ระหว่างขาดการเชื่อมต่อ")

    province.project.compose("start", "rabbitmq")

    province.wait_for_organisations(sites[0].tambon, known + 1)


def test_a_site_whose_broker_lost_its_disk_is_set_up_again_and_heard(
    province: Province, sites: tuple[Site, ...]
) -> None:
    known, site = province.organisations(sites[0].tambon), sites[0].project
    site.compose("rm", "--stop", "--force", "rabbitmq")
    site.forget_volume("rabbitmq")
    sites[0].register_organisation("ระหว่างไม่มีโบรกเกอร์")

    site.compose("up", "--detach", "--no-build", "accounts", "membership", "reporting", "link")
    site.wait_until_healthy(HEALTHY_SECONDS)
    site.compose("exec", "-T", "link", "bangduan", "join", "--repair")

    province.wait_for_organisations(sites[0].tambon, known + 1)


def test_a_revoked_site_is_heard_no_more_and_the_other_still_is(
    province: Province, sites: tuple[Site, ...]
) -> None:
    known = [province.organisations(site.tambon) for site in sites]
    province.run("revoke", sites[0].tambon, "--reason", "เครื่องหาย")
    for site in sites:
        site.register_organisation("หลังเพิกถอน")

    province.wait_for_organisations(sites[1].tambon, known[1] + 1)
    assert province.organisations(sites[0].tambon) == known[0]
