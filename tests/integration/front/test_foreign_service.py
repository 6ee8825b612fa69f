"""Somebody else's service, installed beside ours: its pages appear, and nothing here is edited."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from bangduan.testing.hosts import Hosts
from bangduan.testing.processes import ServerFailed, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
#: The last serves what stands at the root: the home page and the search.
SERVICES = ("membership", "seedbank", "reporting")
SETTLE_SECONDS = 30


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder outside the repository where the package is installed for other processes."""
    site = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(HERE / "seedbank", site / "seedbank")
    metadata = site / "seedbank-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: seedbank\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(
        "[bangduan.services]\nseedbank = seedbank.service:service\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(site))
        yield site


class Site:
    """A site with the seed bank, as a browser or a program of some role sees it."""

    def __init__(self, hosts: Hosts) -> None:
        self.hosts = hosts
        self.organisation = ""

    def reader(self, role: str) -> httpx.Client:
        """A client of somebody with ``role``."""
        headers = run("letting_in.py", str(self.hosts.settings.data), role, *SERVICES)
        url = self.hosts.url("site")
        return httpx.Client(base_url=url, headers=json.loads(headers), trust_env=False, timeout=30)


@pytest.fixture(scope="module")
def site(elsewhere: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Membership and the seed bank in one process, and an organisation that brings seeds."""
    assert elsewhere.is_dir()
    with Hosts(tmp_path_factory.mktemp("site")) as hosts:
        there = Site(hosts)
        hosts.launch("site", SERVICES)
        hosts.wait_healthy("site")
        with there.reader("secretary") as secretary:
            made = secretary.post(
                "/membership/api/v1/organisations",
                json={"kind": "womens-group", "name": "กลุ่มสตรี", "location": "inside"},
            )
        assert made.status_code == 201, made.text
        there.organisation = made.json()["id"]
        yield there


@pytest.fixture(scope="module")
def stored(site: Site) -> str:
    """Address of the record of seeds that the secretary stored, by the form."""
    with site.reader("secretary") as secretary:
        form = secretary.get("/seedbank/seeds/new")
        assert form.status_code == 200, form.text
        assert "เก็บเมล็ดพันธุ์" in form.text
        answer = secretary.post(
            "/seedbank/seeds/new",
            data={"variety": "ข้าวหอมบางด้วน", "grams": "750", "organisation_id": site.organisation},
        )
        assert answer.status_code == 303, answer.text
    return answer.headers["Location"].partition("?")[0]


def run(program: str, *arguments: str) -> str:
    """What a program beside this file says, run where the foreign package is installed."""
    done = subprocess.run(
        [sys.executable, HERE / program, *arguments],
        env=os.environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_its_catalogues_are_found_and_complete(elsewhere: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bangduan.web.translate", "check", "seedbank"],
        cwd=elsewhere, env=os.environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_stands_in_the_menu_of_every_service(site: Site) -> None:
    with site.reader("secretary") as secretary:
        page = secretary.get("/membership/people").text
        there = secretary.get("/seedbank/").text
    assert re.search(r'href="/seedbank/"[^>]*>\s*ธนาคารเมล็ดพันธุ์', page)
    assert re.search(r'href="/seedbank/seeds"[^>]*>\s*เมล็ดพันธุ์พื้นบ้าน', there)


def test_organisations_of_a_kind_it_brings_are_registered_and_say_what_they_lack(
    site: Site,
) -> None:
    with site.reader("secretary") as secretary:
        assert ">กลุ่มเก็บเมล็ดพันธุ์</option>" in secretary.get("/membership/organisations/new").text
        made = secretary.post(
            "/membership/api/v1/organisations", json={"kind": "seed-savers", "name": "กลุ่มเมล็ดพันธุ์"}
        )
        assert made.status_code == 201, made.text
        shown = secretary.get(f"/membership/api/v1/organisations/{made.json()['id']}").json()
    assert (shown["kind_thai"], shown["lacks"]) == ("กลุ่มเก็บเมล็ดพันธุ์", ["village", "leader"])


def test_its_table_and_its_records_read_in_thai_and_in_english(site: Site, stored: str) -> None:
    with site.reader("secretary") as secretary:
        table = secretary.get("/seedbank/seeds").text
        record = secretary.get(stored).text
        english = secretary.get(stored, params={"lang": "en"}).text
    assert "ข้าวหอมบางด้วน" in table
    assert "น้ำหนัก (กรัม)" in table
    assert "เก็บเมล็ดพันธุ์แล้ว" in record
    assert "Weight (grams)" in english
    assert "Seeds stored" in english


def test_an_organisation_of_membership_is_shown_there_by_its_name(site: Site, stored: str) -> None:
    with site.reader("secretary") as secretary:
        page = secretary.get(stored).text
    link = f'href="/membership/organisations/{site.organisation}"'
    assert re.search(link + r"[^>]*>\s*กลุ่มสตรี", page)


def test_its_card_stands_on_the_home_page(site: Site, stored: str) -> None:
    with site.reader("secretary") as secretary:
        home = secretary.get("/home").text
    assert "เมล็ดพันธุ์ที่เหลือน้อย" in home
    assert stored in home


def test_the_search_of_the_site_finds_its_records(site: Site, stored: str) -> None:
    with site.reader("secretary") as secretary:
        found = secretary.get("/search", params={"q": "หอมบางด้วน"}).text
    assert stored in found


def test_only_whom_its_permission_lets_in_may_change_something(site: Site, stored: str) -> None:
    with site.reader("treasurer") as treasurer:
        table = treasurer.get("/seedbank/seeds")
        form = treasurer.get("/seedbank/seeds/new")
        sent = treasurer.post(f"{stored}/do/return-seeds", data={"grams": "5"})
    assert table.status_code == 200
    assert "/seedbank/seeds/new" not in table.text
    assert (form.status_code, sent.status_code) == (403, 403)


def test_what_was_done_on_its_pages_is_in_its_log(site: Site, stored: str) -> None:
    with site.reader("secretary") as secretary:
        answer = secretary.post(f"{stored}/do/return-seeds", data={"grams": "1000"})
        assert answer.status_code == 303, answer.text
        seeds_id = stored.rpartition("/")[2]
        wait_until(
            lambda: secretary.get(f"/seedbank/api/v1/seeds/{seeds_id}").json()["grams"] == 1750,
            seconds=SETTLE_SECONDS,
            otherwise=lambda: ServerFailed(site.hosts.log("site")),
        )
        assert "คืนเมล็ดพันธุ์แล้ว" in secretary.get(stored).text
