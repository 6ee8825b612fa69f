"""A site and its province in containers, from the files that people deploy them with."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from bangduan.testing.docker import Engine, Project
from bangduan.testing.processes import free_ports, wait_until
from bangduan.testing.resources import Resources, resources
from bangduan.testing.up import Up
from tests.compose.composed import HEALTHY_SECONDS, ROOT, make_env, project

STORY = ROOT / "deploy/demo/bang-duan-2551.yaml"
BANGDUAN = Path(sys.executable).with_name("bangduan")
TOLD = ("membership", "meetings", "funds", "learning", "reporting")
SERVICES = ("accounts", *TOLD)
BROKERS = ("rabbitmq", "postgres", "broker-setup")
SITE = {*SERVICES, *BROKERS, "proxy"}
PROVINCE = {"province", "province-accounts", "province-proxy"}
WHOLE_SITE_BYTES = 2 * 1024**3
SETTLED_SECONDS = 60


@dataclass(frozen=True)
class Composed:
    project: Project
    site: str
    province: str
    secrets: Path
    port_of_figures: int

    def python(self, container: str, script: str) -> str:
        """What a script says within a container."""
        return self.project.compose("exec", "-T", container, "python", "-c", script)


@pytest.fixture(scope="module")
def composed(docker: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Composed]:
    port, province_port, port_of_figures = free_ports(3)
    folder = tmp_path_factory.mktemp("composed")
    ports = {
        "PORT": str(port),
        "PROVINCE_PORT": str(province_port),
        "PROMETHEUS_PORT": str(port_of_figures),
    }
    profiles = ["site", "province", "monitoring", "backup"]
    with project(docker, {**make_env(folder), **ports}, profiles) as made:
        made.compose("up", "--detach", "--no-build", "proxy", "province-proxy", "prometheus")
        made.wait_until_healthy(HEALTHY_SECONDS)
        addresses = [f"http://127.0.0.1:{each}" for each in (port, province_port)]
        yield Composed(made, addresses[0], addresses[1], folder / "secrets", port_of_figures)


def get(url: str) -> httpx.Response:
    return httpx.get(url, timeout=30, follow_redirects=True, trust_env=False)


def test_every_container_is_healthy(composed: Composed) -> None:
    expected = dict.fromkeys(SITE | PROVINCE | {"prometheus"}, "healthy")

    assert composed.project.health() == {**expected, "broker-setup": "done"}


def test_no_password_is_told_by_what_describes_a_container(composed: Composed) -> None:
    described = json.dumps(composed.project.containers())
    passwords = {path.name: path.read_text() for path in composed.secrets.iterdir()}

    assert len(passwords) > len(SERVICES)
    assert [name for name, password in passwords.items() if password in described] == []


def test_nobody_but_the_owner_gets_at_the_passwords_on_the_machine(composed: Composed) -> None:
    assert composed.secrets.stat().st_mode & 0o777 == 0o700


def test_containers_run_as_nobody_special_and_change_nothing_of_their_image(
    composed: Composed,
) -> None:
    for container in sorted(SITE - {"broker-setup"}):
        script = "id -u; touch /usr/here 2>/dev/null || echo refused"
        said = composed.project.compose("exec", "-T", container, "sh", "-c", script).split()

        assert said[0] != "0", container
        assert said[1] == "refused", container


def test_a_whole_site_may_take_two_gigabytes_and_no_more(composed: Composed) -> None:
    limits = {
        each["Config"]["Labels"]["com.docker.compose.service"]: each["HostConfig"]["Memory"]
        for each in composed.project.containers()
    }

    assert all(limits.values())
    assert sum(limits[name] for name in SITE - {"broker-setup"}) <= WHOLE_SITE_BYTES


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_answers_behind_the_one_address(composed: Composed, service: str) -> None:
    assert get(f"{composed.site}/{service}/health").status_code == 200


def test_site_and_province_have_a_front_page(composed: Composed) -> None:
    assert get(composed.site).status_code == 200
    assert get(composed.province).status_code == 200


def test_a_service_cannot_reach_the_database_of_another(composed: Composed) -> None:
    script = (
        "import psycopg2\n"
        "from bangduan.settings import Settings\n"
        "url = Settings.from_environment().database_url('funds').replace('+psycopg2', '')\n"
        "psycopg2.connect(url).close()\n"
        "try:\n"
        "    psycopg2.connect(url.rpartition('/')[0] + '/membership')\n"
        "except psycopg2.OperationalError as error:\n"
        "    print(error)\n"
    )

    assert "permission denied" in composed.python("funds", script)


@pytest.mark.parametrize(
    "attempt",
    [
        "channel.basic_get('110113.membership.replays')",
        "channel.basic_get('110113.meetings.from.110113.membership')",
        "send('bangduan.events', '110113.membership.PersonRegistered')",
        "send('bangduan.answers', '110113.meetings.from.110113.membership')",
        "send('', '110113.meetings.from.110113.membership')",
        "channel.queue_declare('110113.funds.mine')",
    ],
    ids=["its-queue", "its-readers", "its-events", "its-answers", "straight", "a-queue-of-mine"],
)
def test_at_the_broker_funds_cannot_act_for_membership(composed: Composed, attempt: str) -> None:
    script = (
        "from amqp.basic_message import Message\n"
        "from amqp.exceptions import AccessRefused\n"
        "from bangduan.messaging.transport import Connection\n"
        "from bangduan.settings import Settings\n"
        "with Connection(Settings.from_environment().broker) as connection:\n"
        "    channel = connection.channel()\n"
        "    channel.confirm_select()\n"
        "    def send(exchange, key):\n"
        "        message = Message(b'x')\n"
        "        channel.basic_publish_confirm(message, exchange=exchange, routing_key=key)\n"
        "    send('bangduan.replays', '110113.membership')\n"
        "    try:\n"
        f"        {attempt}\n"
        "    except AccessRefused:\n"
        "        print('refused')\n"
    )

    assert composed.python("funds", script).strip() == "refused"


def test_a_broker_that_runs_is_told_of_a_service_that_was_added(composed: Composed) -> None:
    composed.project.compose("up", "--no-build", "broker-setup")

    assert "has it" in composed.project.compose("logs", "--no-color", "broker-setup")


def test_databases_may_be_made_again_as_when_a_service_is_added(composed: Composed) -> None:
    script = "/docker-entrypoint-initdb.d/init-databases.sh"

    composed.project.compose("exec", "-T", "postgres", script)

    assert get(f"{composed.site}/funds/health").status_code == 200


def test_everything_is_backed_up_and_proved_by_one_container(composed: Composed) -> None:
    said = composed.project.compose(
        "run", "--rm", "-T", "backup", "backup", "--to", "/backups", "--verify", "--json"
    )

    told = json.loads(said.splitlines()[-1])
    assert told["verified"]
    assert {each["service"] for each in told["manifest"]["services"]} >= set(SERVICES)


def asked_of_prometheus(composed: Composed, path: str) -> dict[str, Any]:
    answer = get(f"http://127.0.0.1:{composed.port_of_figures}/api/v1/{path}").json()
    assert answer["status"] == "success"
    return dict(answer["data"])


def test_figures_of_every_service_and_of_the_broker_are_collected(composed: Composed) -> None:
    def watched() -> dict[str, str]:
        targets = asked_of_prometheus(composed, "targets")["activeTargets"]
        return {each["labels"]["instance"]: each["health"] for each in targets}

    services = [*SERVICES, "province", "province-accounts"]
    expected = {**{f"{name}:8000": "up" for name in services}, "rabbitmq:15692": "up"}
    wait_until(
        lambda: watched() == expected,
        seconds=SETTLED_SECONDS,
        otherwise=lambda: AssertionError(watched()),
        every=1,
    )


def test_alerts_are_raised_by_their_faults_alone(composed: Composed) -> None:
    run = ("run", "--rm", "-T", "--no-deps", "--entrypoint", "promtool")
    rules = ROOT / "deploy/monitoring"
    mounted = ("--volume", f"{rules}:/rules:ro", "--workdir", "/rules")
    promtool = (*run, *mounted, "prometheus")

    composed.project.compose(*promtool, "check", "config", "/etc/prometheus/prometheus.yml")
    composed.project.compose(*promtool, "test", "rules", "alerts.test.yml")

    loaded = asked_of_prometheus(composed, "rules")["groups"]
    assert {rule["name"] for group in loaded for rule in group["rules"]} >= {
        "OutboxOld", "SubscriberLags", "DeadLetters", "ShovelDown", "DiskNearlyFull",
        "CertificateExpires",
    }  # fmt: skip


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
    province = of_sites(f"http://127.0.0.1:{embedded.province_port}")
    assert sum(map(len, site.values())) > len(site)

    def agrees() -> bool:
        return (
            resources(composed.site, TOLD, token) == site
            and of_sites(composed.province) == province
        )

    wait_until(
        agrees,
        seconds=SETTLED_SECONDS,
        otherwise=lambda: AssertionError(different(resources(composed.site, TOLD, token), site)),
        every=1,
    )


def of_sites(province: str) -> Resources:
    """What the sites told the province, as everybody may read it."""
    public = {f"/province/api/v1/{name}" for name in ("sites", "indicators", "milestones")}
    return resources(province, ["province"], wanted=lambda path: path in public)


def different(found: Resources, expected: Resources) -> str:
    """The lists that differ, each with what it holds in both."""
    paths = sorted(path for path in expected if found.get(path) != expected[path])
    return "\n".join(f"{path}: {found.get(path)} is not {expected[path]}" for path in paths)
