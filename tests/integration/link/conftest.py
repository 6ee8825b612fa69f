"""A province and a site, each with a broker of its own; the only way between is one TCP port."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.events.envelope import START
from bangduan.events.types import EntityId, Prose, Slug, TambonCode
from bangduan.link.joining import Link
from bangduan.link.management import Management
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.testing.hosts import Hosts, environment_of
from bangduan.testing.processes import ServerFailed, wait_until
from bangduan.testing.rabbitmq import Rabbit
from bangduan.testing.wire import Wire
from services.province.domain.review import ReturnReport
from services.province.projections.enrolment import list_certificates, list_enrolments
from services.province.projections.reviews import list_reviews
from services.province.service import service as PROVINCE_SERVICE  # noqa: N812
from services.reporting.domain.milestone import ReachMilestone
from services.reporting.projections import list_reviews as list_received
from services.reporting.service import service as REPORTING  # noqa: N812

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bangduan.service import Service

PROGRAM = Path(sys.executable).with_name("bangduan")
SITE, PROVINCE = "110113", "110000"
_SECONDS = 240


@dataclasses.dataclass
class World:
    """The two sides and what lies between.

    Attributes:
        far, near: the province's broker and the site's.
        wire: the way from the site to the province's broker.
        hosts: the processes: ``province`` and ``reporting``.
    """

    folder: Path
    far: Rabbit
    near: Rabbit
    wire: Wire
    province: Settings
    site: Settings
    hosts: Hosts
    told: int = 0

    # -- the command -----------------------------------------------------------------------

    def run(self, settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run ``bangduan`` on one side."""
        return subprocess.run(
            [PROGRAM, *arguments], env=environment_of(settings), cwd=self.folder, text=True,
            capture_output=True, check=False, timeout=240,
        )  # fmt: skip

    def at_province(self, *arguments: str) -> str:
        """Run ``bangduan province`` and see that it succeeds."""
        said = self.run(self.province, "province", *arguments)
        assert said.returncode == 0, said.stderr
        return said.stdout

    def invitation(self, *options: str) -> tuple[Path, str]:
        """A new invitation, and what the officer reads out."""
        file = self.folder / f"invitation-{len(list(self.folder.glob('invitation-*')))}.json"
        self.at_province("enrol", SITE, "--output", str(file), *options)
        return file, self.at_province("fingerprint").strip()

    def link(self) -> Link:
        """The site's half, to be closed."""
        return Link(self.site)

    @property
    def far_broker(self) -> Management:
        """The province's broker, as its administrator."""
        return Management(self.far.admin_url)

    @property
    def near_broker(self) -> Management:
        """The site's broker, as its administrator."""
        return Management(self.near.admin_url)

    # -- what is told and what arrives -----------------------------------------------------

    def tell(self, count: int) -> None:
        """The site reports so many milestones."""
        with closing(self._application(REPORTING, self.site)) as application:
            for _ in range(count):
                self.told += 1
                command = ReachMilestone(
                    milestone_id=EntityId(derived_id("link", str(self.told))),
                    kind=Slug("centre-founded"),
                )
                application.execute(command)

    def sent(self) -> list[str]:
        """Sequences of what the site's log holds, in order."""
        with closing(self._application(REPORTING, self.site)) as application:
            rows = application.log.read(START, 10_000)
            return [str(row.place) for row in rows]

    def arrived(self) -> list[str]:
        """Sequences of what the province has taken in, in the order of the source."""
        with closing(self._application(PROVINCE_SERVICE, self.province)) as application:
            return [
                row[0]
                for row in application.database.rows(
                    "SELECT sequence FROM inbox ORDER BY rowid"
                )
            ]  # fmt: skip

    def wait_arrived(self, seconds: float = _SECONDS) -> None:
        """Wait until all the site has told has come to the province, in order, none twice."""
        wait_until(
            lambda: self.arrived() == self.sent(), seconds=seconds, every=0.5,
            otherwise=lambda: ServerFailed(
                f"{len(self.arrived())} of {len(self.sent())} arrived; shovels "
                f"{self.near_broker.shovels()}; province: {self.hosts.log('province')[-3000:]}"
            ),
        )  # fmt: skip

    # -- what is said of it, and comes down ------------------------------------------------

    def return_report(self, period: str, reason: str) -> None:
        """The officer returns the site's report of a period."""
        with closing(self._application(PROVINCE_SERVICE, self.province)) as application:
            command = ReturnReport(
                tambon=TambonCode(SITE), period=Slug(period), reason=Prose(reason)
            )
            application.execute(command)

    def acknowledged(self) -> dict[str, bool]:
        """Of each period that was reviewed, whether the site says that this came."""
        with closing(self._application(PROVINCE_SERVICE, self.province)) as application:
            rows = application.reader.all(list_reviews())
            return {row["period"]: row["received_on"] is not None for row in rows}

    def reviews(self) -> dict[str, str]:
        """What the site has been told of each period: the reason."""
        with closing(self._application(REPORTING, self.site)) as application:
            rows = application.reader.all(list_received())
            return {row["period"]: row["reason"] for row in rows}

    # -- what the province has on record ---------------------------------------------------

    def status(self) -> str:
        """How far the site has come."""
        with closing(self._application(PROVINCE_SERVICE, self.province)) as application:
            [row] = application.reader.all(list_enrolments())
            return str(row["status"])

    def certificates(self) -> dict[str, str]:
        """State of each certificate, by serial."""
        with closing(self._application(PROVINCE_SERVICE, self.province)) as application:
            rows = application.reader.all(list_certificates())
            return {row["serial"]: row["state"] for row in rows}

    def users(self) -> set[str]:
        """Users of the site at the province's broker."""
        with self.far_broker as broker:
            return {name for name in broker.users() if name.startswith(SITE)}

    def wait(self, condition: Callable[[], bool], what: str, seconds: float = _SECONDS) -> None:
        """Wait until something is so."""
        wait_until(
            condition, seconds=seconds, every=0.3,
            otherwise=lambda: ServerFailed(
                f"not so: {what}; users {self.users()}; {self.hosts.log('province')[-3000:]}"
            ),
        )  # fmt: skip

    def _application(self, service: Service, settings: Settings) -> Application:
        return Application(service, settings)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Both sides running, and nothing between them joined yet."""
    folder = tmp_path_factory.mktemp("link")
    province = Settings(tambon=PROVINCE, data=folder / "province", link_heartbeat_seconds=2.0)
    environment = environment_of(province)
    subprocess.run(
        [PROGRAM, "province", "init", "--address", "localhost:5671"], env=environment,
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    with contextlib.ExitStack() as stack:
        far = Rabbit(certificates=province.authority_path / "broker")
        near = Rabbit()
        stack.callback(far.close)
        stack.callback(near.close)
        with ThreadPoolExecutor(2) as both:
            list(both.map(Rabbit.start, (far, near)))
        wire = stack.enter_context(Wire(far.tls_port or 0))
        province = dataclasses.replace(
            province, broker=far.url(), broker_admin=far.admin_url,
            broker_address=f"localhost:{wire.port}",
        )  # fmt: skip
        site = Settings(
            tambon=SITE, data=folder / "site", broker=near.url(), broker_admin=near.admin_url,
            link=str(near.directory / "link"),
        )  # fmt: skip
        # the site's broker runs as another user, and reads this folder
        site.link_path.mkdir(mode=0o750)
        shutil.chown(site.link_path, group=near.directory.stat().st_gid)
        near.directory.chmod(0o755)
        for service, settings in ((PROVINCE_SERVICE, province), (REPORTING, site)):
            with closing(Application(service, settings)) as application:
                prepare(application)
        hosts = stack.enter_context(Hosts(folder, site))
        hosts.launch("reporting")
        hosts.launch("province", **_differing(province, site))
        for name in ("reporting", "province"):
            hosts.wait_healthy(name, _SECONDS)
        yield World(folder, far, near, wire, province, site, hosts)


def _differing(settings: Settings, common: Settings) -> dict[str, Any]:
    return {
        field.name: getattr(settings, field.name)
        for field in dataclasses.fields(Settings)
        if getattr(settings, field.name) != getattr(common, field.name)
    }
