"""What the README says to type, from nothing to an enrolled tambon, typed as it stands there."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import httpx
import pytest

from bangduan.testing.docker import Project, compose_command
from bangduan.testing.processes import free_ports, wait_until
from tests.compose.composed import HEALTHY_SECONDS, IMAGE, ROOT
from tests.compose.linked import ARRIVES_SECONDS, Site, own_address

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from bangduan.testing.docker import Engine

TAMBON: Final = "110102"
PAGES: Final = {
    "README.md": ("From nothing to an enrolled tambon", "officer", "volunteer"),
    "README.th.md": ("จากศูนย์จนตำบลเข้าร่วมกับจังหวัด", "เจ้าหน้าที่จังหวัด", "อาสาสมัคร"),
}
# Who is spoken of last before a block is who types it.
_STEP: Final = re.compile(r"\*\*(?P<who>[^*\n]+)\*\*|```console\n(?P<lines>.*?)```", re.DOTALL)
_FINGERPRINT: Final = re.compile(r"read this out: ([0-9 ]+)")
_PATIENCE_SECONDS: Final = 900
_FIGURES: Final = "/province/api/v1/indicators"


def steps(page: str) -> list[tuple[str, str]]:
    """Who types what, line by line, in the order of a page."""
    title, officer, volunteer = PAGES[page]
    section = (ROOT / page).read_text().split(f"\n## {title}\n")[1].split("\n## ")[0]
    found: list[tuple[str, str]] = []
    who = ""
    for step in _STEP.finditer(section):
        if step["who"]:
            [who] = [role for role, word in (("province", officer), ("site", volunteer))
                     if word in step["who"]]  # fmt: skip
        else:
            found += [(who, line) for line in step["lines"].splitlines()]
    return found


@dataclass(frozen=True)
class Machine:
    """A copy of the repository's files in a folder of its own: a machine that has nothing yet.

    Attributes:
        name: of its compose project.
        environment: the engine and the images there are, addresses, and nothing else.
    """

    docker: Engine
    folder: Path
    name: str
    environment: Mapping[str, str]

    def types(self, line: str, then: str = "") -> str:
        """What is shown of a line typed here, and of what was typed when it asked."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", line],
            check=False,
            cwd=self.folder,
            env=dict(self.environment),
            input=f"{then}\n",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_PATIENCE_SECONDS,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}"
        return done.stdout

    @cached_property
    def project(self) -> Project:
        """What runs here."""
        return Project(self.docker, self.folder, name=self.name, settings=self.environment)


@dataclass(frozen=True)
class Two:
    """The province's machine and the site's, and where their pages are."""

    province: Machine
    site: Machine
    province_page: str

    def organisations(self) -> int:
        """How many organisations of the tambon anybody sees at the province."""
        answer = httpx.get(f"{self.province_page}{_FIGURES}", params={"tambon": TAMBON})
        answer.raise_for_status()
        found = [each for each in answer.json()["items"] if each["indicator"] == "organisations"]
        return max((int(each["value"] or 0) for each in found), default=0)


def copied(folder: Path) -> Path:
    """The repository's files as they stand, and nothing of what git does not know."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True, cwd=ROOT, capture_output=True, text=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def path_with_compose(docker: Engine, folder: Path) -> str:
    """A PATH on which ``docker compose`` is what this machine has: where that is 1.29, a bridge."""
    compose = compose_command(docker)
    if len(compose) == 1:
        program = folder / "docker"
        program.write_text(
            f'#!/bin/sh\n[ "$1" = compose ] || exec "{shutil.which("docker")}" "$@"\n'
            f'shift\nexec "{compose[0]}" "$@"\n'
        )
        program.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@pytest.fixture
def two(docker: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    broker, province_page, page = free_ports(3)
    common = {
        **docker.environment(),
        "PATH": path_with_compose(docker, tmp_path_factory.mktemp("bin")),
        "BANGDUAN_IMAGE": IMAGE,
    }
    own = {
        "province": {
            "BROKER_LISTENS": f"0.0.0.0:{broker}",
            "BROKER_ADDRESS": f"{own_address()}:{broker}",
            "PROVINCE_PORT": str(province_page),
        },
        "site": {"PORT": str(page)},
    }
    with ExitStack() as stack:
        machines = {}
        for role, settings in own.items():
            name = f"bangduan-test-{secrets.token_hex(4)}"
            folder = copied(tmp_path_factory.mktemp(role))
            environment = {**common, **settings, "COMPOSE_PROJECT_NAME": name}
            machines[role] = Machine(docker, folder, name, environment)
            stack.callback(machines[role].project.down)
        yield Two(**machines, province_page=f"http://127.0.0.1:{province_page}")


def test_both_languages_say_to_type_the_same() -> None:
    english, thai = (steps(page) for page in PAGES)

    assert english == thai
    assert [who for who, _ in english].count("site") == 4, "three commands, and one to look"


def test_who_types_the_lines_of_the_readme_has_an_enrolled_tambon(
    two: Two, capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.monotonic()
    said: dict[str, str] = {}
    digits = ""
    for role, line in steps("README.md"):
        at = time.monotonic()
        machine = two.province if role == "province" else two.site
        said[line] = machine.types(line, digits)
        read_out = _FINGERPRINT.search(said[line])
        digits = read_out[1] if read_out else digits
        for invitation in two.province.folder.glob("invitation-*.json"):
            shutil.copy2(invitation, two.site.folder)
        with capsys.disabled():
            sys.stdout.write(f"\n{time.monotonic() - at:5.0f} s  {role}: {line}")
    with capsys.disabled():
        sys.stdout.write(f"\n{time.monotonic() - began:5.0f} s  all of it\n")

    row = next(row for row in said["deploy/province sites"].splitlines() if TAMBON in row)
    assert "approved" in row
    assert "there and back in" in said["deploy/join --check"]
    for machine in (two.province, two.site):
        machine.project.wait_until_healthy(HEALTHY_SECONDS)
    assert "link" in two.site.project.health(), "it is looked after from now on"

    site = Site(two.site.project, "accounts", tambon=TAMBON)
    site.register_organisation("กลุ่มออมทรัพย์ตามคู่มือ")

    wait_until(
        lambda: two.organisations() == 1,
        seconds=ARRIVES_SECONDS,
        otherwise=lambda: AssertionError(
            f"{two.organisations()} organisations\n{two.province.types('deploy/province sites')}"
        ),
        every=1,
    )
