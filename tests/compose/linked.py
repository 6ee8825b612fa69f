"""A province and sites in containers of their own, and the line between them."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import uuid
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bangduan.testing.processes import ServerFailed, wait_until
from tests.compose.composed import ROOT

if TYPE_CHECKING:
    from bangduan.testing.docker import Project
    from bangduan.testing.wire import Wire

ARRIVES_SECONDS: Final = 300
BACKUPS: Final = "/backups"
BANGDUAN: Final = Path(sys.executable).with_name("bangduan")
SERVICES: Final = ("accounts", "membership", "meetings", "funds", "learning", "reporting")
STORY: Final = ROOT / "deploy/demo/bang-duan-2551.yaml"

# Asks a service within the containers' network, as an account of the demonstration.
_ASK: Final = """
import httpx, json, sys, uuid
method, url, token, body = sys.argv[1:]
headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid.uuid4())}
given = {} if method == "GET" else {"json": json.loads(body)}
answer = httpx.request(method, url, headers=headers, timeout=30, **given)
print(json.dumps({"status": answer.status_code, "body": answer.json() if answer.content else None}))
"""
# A place in a log, written as the inbox of who reads it writes it.
_PLACE: Final = (
    "lpad(epoch::text, 6, '0') || '.' || lpad(xid::text, 20, '0') || '.' "
    "|| lpad(position::text, 20, '0')"
)


@dataclass(frozen=True)
class Side:
    """What stands at one end: a compose project with accounts, databases and backups."""

    project: Project
    accounts: str

    def rows(self, database: str, sql: str) -> list[list[str]]:
        """What a database of it answers; columns as text."""
        asked = ("psql", "--username", "postgres", "--no-align", "--tuples-only", "--dbname")
        said = self.project.compose("exec", "-T", "postgres", *asked, database, "--command", sql)
        return [line.split("|") for line in said.splitlines()]

    @cached_property
    def token(self) -> str:
        """An administrator's, of the demonstration's accounts."""
        run = ("exec", "-T", self.accounts)
        path = self.project.compose(*run, "bangduan", "accounts", "demo").strip()
        kept = json.loads(self.project.compose(*run, "cat", path))
        return str(kept["administrator"]["token"])

    def ask(self, method: str, url: str, body: object = None) -> tuple[int, Any]:
        """Status and body of an answer of one of its services."""
        said = self.project.compose(
            "exec", "-T", self.accounts, "python", "-c", _ASK, method, url, self.token,
            json.dumps(body),
        )  # fmt: skip
        answer = json.loads(said.splitlines()[-1])
        return answer["status"], answer["body"]

    def must(self, method: str, url: str, body: object = None) -> Any:
        """The body of an answer that is no refusal.

        Who was just made known, or has just come back, is heard of a moment later.
        """
        said: list[tuple[int, Any]] = []

        def done() -> bool:
            try:
                said.append(self.ask(method, url, body))
            except ServerFailed as error:
                said.append((0, str(error)))
            return said[-1][0] in {200, 201, 204}

        wait_until(done, seconds=120, otherwise=lambda: AssertionError(said[-1]), every=1)
        return said[-1][1]

    def back_up(self, by: str = "backup") -> str:
        """Make a backup; the file's path as ``restore`` reads it."""
        said = self.project.compose(
            "run", "--rm", "-T", by, "backup", "--to", BACKUPS, "--json"
        )  # fmt: skip
        return str(json.loads(said.splitlines()[-1])["file"])

    def restore(self, file: str, by: str = "restore") -> None:
        """Put a backup in the place of what there is."""
        self.project.compose("run", "--rm", "-T", by, "restore", file, "--replace")


@dataclass(frozen=True)
class Province(Side):
    """A province in containers.

    Attributes:
        wire: the line on which sites dial its broker.
    """

    wire: Wire = field(kw_only=True)

    def run(self, *command: str) -> str:
        """What ``bangduan province`` says in its container."""
        return self.project.compose("exec", "-T", "province", "bangduan", "province", *command)

    def taken(self, tambon: str, by: str = "sequence") -> list[list[str]]:
        """Place and type of each event taken in of a site, in the order of the site's log."""
        return self.rows(
            "province_province",
            f"SELECT sequence, type FROM inbox WHERE source = '/tambon/{tambon}/reporting' "
            f"ORDER BY {by}",
        )

    def in_order_of_taking(self, tambon: str) -> list[list[str]]:
        """The same as they were taken in; of a database that was restored nobody can tell."""
        return self.taken(tambon, by="xmin::text::bigint, ctid")

    def figures(self, tambon: str) -> list[list[str]]:
        """Every value it shows of a site."""
        return self.rows(
            "province_province",
            "SELECT indicator, period, cell, value, bound FROM indicators "
            f"WHERE tambon = '{tambon}' ORDER BY 1, 2, 3",
        )

    def held(self) -> list[str]:
        """Sites that are not read on until it is decided."""
        page = self.must("GET", "http://province:8000/province/api/v1/held-sites")
        return [each["tambon"] for each in page["items"] if each["state"] == "held"]


@dataclass(frozen=True)
class Site(Side):
    """A site in containers, as many of its services as it was given.

    Attributes:
        page: where its proxy listens, where it has one.
    """

    tambon: str = field(kw_only=True)
    page: str = field(kw_only=True, default="")

    def told(self) -> list[list[str]]:
        """Place and type of each event that its reporting service has recorded for others."""
        return self.rows(
            "reporting",
            f"SELECT {_PLACE}, type FROM events ORDER BY epoch, xid, position",
        )

    def figures(self) -> list[list[str]]:
        """Every value that it shows of itself."""
        return self.rows(
            "reporting",
            "SELECT indicator, period, cell, value, bound FROM indicators ORDER BY 1, 2, 3",
        )

    def register_organisation(self, name: str) -> None:
        """Have one more of them."""
        self.must(
            "POST",
            "http://membership:8000/membership/api/v1/organisations",
            {
                "organisation_id": str(uuid.uuid4()),
                "kind": "savings-group",
                "name": f"{name} (สมมติ)",
            },
        )

    def tell_story(self) -> None:
        """Have happen what happened in Bang Duan."""
        for service in SERVICES:
            self.must("GET", f"http://{service}:8000/{service}/api/v1/events?limit=1")
        subprocess.run(
            [BANGDUAN, "story", STORY, "--url", self.page, "--token", self.token],
            check=True,
            cwd=ROOT,
        )

    def join(self, invitation: Path, fingerprint: str) -> None:
        """Join the province, and keep the link from then on."""
        mounted = f"{invitation}:/invitation.json:ro"
        command = ("join", "/invitation.json", "--fingerprint", fingerprint)
        self.project.compose("run", "--rm", "-T", "--volume", mounted, "link", *command)
        self.project.compose("up", "--detach", "--no-build", "link")

    def python(self, script: str, *arguments: str) -> str:
        """What a script says in the container that has the key of the link."""
        return self.project.compose("exec", "-T", "link", "python", "-c", script, *arguments)


def agree(province: Province, site: Site) -> None:
    """Wait until both ends hold the same of a site, to the last event and the last figure."""

    def different() -> str:
        told, taken = site.told(), province.taken(site.tambon)
        if taken != told:
            where = next(
                (n for n, pair in enumerate(zip(told, taken, strict=False)) if pair[0] != pair[1]),
                min(len(told), len(taken)),
            )
            return (
                f"{len(told)} told, {len(taken)} taken; they differ from {where}: "
                f"{told[where : where + 2]}, {taken[where : where + 2]}"
            )
        here, there = site.figures(), province.figures(site.tambon)
        return "" if here == there else f"figures differ: {here} is not {there}"

    wait_until(
        lambda: different() == "",
        seconds=ARRIVES_SECONDS,
        otherwise=lambda: AssertionError(
            f"{site.tambon}: {different()}\n{province.run('sites')}\n"
            + province.project.compose("logs", "--no-color", "--tail", "30", "province")
            + site.project.compose("logs", "--no-color", "--tail", "30", "link", "reporting")
        ),
        every=1,
    )


def own_address() -> str:
    """An address of this machine that containers reach."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # nothing is sent
        return str(probe.getsockname()[0])


def invited(province: Province, tambon: str, folder: Path) -> Path:
    """The invitation of a site, carried over as on a stick."""
    path = f"/tmp/{tambon}.json"  # noqa: S108 - within the container
    province.run("enrol", tambon, "--output", path)
    carried = folder / "invitation.json"
    carried.write_text(province.project.compose("exec", "-T", "province", "cat", path))
    return carried
