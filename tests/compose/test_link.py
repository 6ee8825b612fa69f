"""A province and two sites, each in containers and networks of its own, joined by the link.

The province runs on the newest versions of Python, PostgreSQL and RabbitMQ that we know of, the
sites on the oldest.

The tests befall one country one after the other: whatever happened before, in the end both ends
hold the same of every site, to the last event and in its order.
"""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

import pytest

from bangduan.testing.processes import free_ports, wait_until
from bangduan.testing.wire import Wire
from tests.compose.composed import HEALTHY_SECONDS, NEWEST, make_env, project
from tests.compose.linked import SERVICES, Province, Site, agree, invited, own_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bangduan.testing.docker import Engine

TOLD, SMALL = "110113", "110102"
#: Longer than two heartbeats of a shovel: its broker has noticed and dialled again in vain.
SILENT_SECONDS: Final = 90
REPORTS: Final = ("accounts", "membership", "reporting")

#: How a broker logs that a certificate is of none whom it believes.
NOT_OURS: Final = "SERVER ALERT: Fatal - Bad Certificate"
READ_SERIAL: Final = (
    "import json, os; print(json.load(open(os.environ['BANGDUAN_LINK'] + '/link.json'))['serial'])"
)

# Dials the province's broker as the site's shovels do, and does what no site may.
_CALL: Final = """
import json, os, pathlib, ssl, subprocess, sys, amqp
from amqp.exceptions import AccessRefused
folder = pathlib.Path(os.environ["BANGDUAN_LINK"])
standing = json.loads((folder / "link.json").read_text())
key, certificate = (folder / f"{what}-{standing['serial']}.pem" for what in ("key", "certificate"))
if sys.argv[1] == "--forge":
    key, certificate = pathlib.Path("/tmp/key.pem"), pathlib.Path("/tmp/certificate.pem")
    from datetime import UTC, datetime, timedelta
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    made = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, sys.argv[2])])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(made.public_key())
        .serial_number(1).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
        .sign(made, hashes.SHA256())
    )
    key.write_bytes(made.private_bytes(serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
host, port = standing["host"], standing["port"]
connection = amqp.Connection(f"{host}:{port}", login_method="EXTERNAL", confirm_publish=True, ssl={
    "ca_certs": str(folder / "authority.pem"), "certfile": str(certificate), "keyfile": str(key),
    "cert_reqs": ssl.CERT_REQUIRED, "server_hostname": host,
})
try:
    connection.connect()
    if sys.argv[1] == "--publish":
        channel = connection.channel()
        channel.basic_publish_confirm(
            amqp.Message("{}"), exchange="bangduan.events", routing_key=sys.argv[2]
        )
    print("done")
except AccessRefused as error:
    print("refused:", error)
except (OSError, amqp.AMQPError) as error:
    print("cut off:", repr(error))
"""


@pytest.fixture(scope="module")
def province(docker: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Province]:
    port, pages = free_ports(2)
    with Wire(port, own_address()) as wire, ExitStack() as stack:
        address = f"{own_address()}:{wire.port}"
        settings = {
            **make_env(tmp_path_factory.mktemp("province"), "--province", "110000"),
            **NEWEST,
            "BROKER_LISTENS": f"127.0.0.1:{port}",
            "BROKER_ADDRESS": address,
            "PROVINCE_PORT": str(pages),
        }
        made = stack.enter_context(project(docker, settings, ["province"]))
        setting_up = ("run", "--rm", "-T", "--no-deps", "province", "province", "init")
        made.compose(*setting_up, "--address", address)
        made.compose("up", "--detach", "--no-build")
        made.wait_until_healthy(HEALTHY_SECONDS)
        yield Province(made, "province-accounts", wire=wire)


@pytest.fixture(scope="module")
def sites(
    docker: Engine, province: Province, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, Site]]:
    """One with every service, to which the story is told; one with no more than what reports."""
    fingerprint = province.run("fingerprint").strip()
    with ExitStack() as stack:
        found: list[Site] = []
        for tambon, started in ((TOLD, [*SERVICES, "proxy"]), (SMALL, REPORTS)):
            folder = tmp_path_factory.mktemp("site")
            [port] = free_ports(1)
            settings = {
                **make_env(folder), "BANGDUAN_TAMBON": tambon, "BANGDUAN_PROVINCE": "",
                "PORT": str(port),
            }  # fmt: skip
            made = stack.enter_context(project(docker, settings, ["site", "link"]))
            made.compose("up", "--detach", "--no-build", *started)
            made.wait_until_healthy(HEALTHY_SECONDS)
            site = Site(made, "accounts", tambon=tambon, page=f"http://127.0.0.1:{port}")
            site.join(invited(province, tambon, folder), fingerprint)
            province.run("approve", tambon)
            found.append(site)
        yield found[0], found[1]


@pytest.fixture(scope="module")
def told(sites: tuple[Site, Site]) -> Site:
    return sites[0]


@pytest.fixture(scope="module")
def small(sites: tuple[Site, Site]) -> Site:
    return sites[1]


@pytest.fixture(scope="module")
def yesterday(province: Province, told: Site, small: Site) -> str:
    """A backup of the province, made when all was well and the story told."""
    told.tell_story()
    small.register_organisation("ก่อนสำรอง")
    agree(province, told)
    agree(province, small)
    return province.back_up("province-backup")


def test_the_story_of_a_site_arrives_from_a_network_of_its_own(
    province: Province, told: Site, small: Site, yesterday: str
) -> None:
    asked_for = {row[3] for row in province.figures(TOLD) if row[0] == "grant-money"}

    assert yesterday
    assert "27000000" in asked_for
    assert len(province.figures(TOLD)) > len(province.figures(SMALL)) > 0
    assert addresses(told).isdisjoint(addresses(small) | addresses(province))


def addresses(side: Site | Province) -> set[str]:
    """Of every container of one end."""
    networks = (each["NetworkSettings"]["Networks"] for each in side.project.containers())
    return {one["IPAddress"] for each in networks for one in each.values() if one["IPAddress"]}


@pytest.mark.parametrize(
    ("key", "why"),
    [
        (f"{TOLD}.reporting.link", "another's code"),
        (f"{SMALL}.membership.link", "another service"),
        ("110000.province.link", "the province's own"),
    ],
)
def test_a_site_that_speaks_as_somebody_else_is_refused_and_it_is_logged(
    province: Province, small: Site, key: str, why: str
) -> None:
    said = small.python(_CALL, "--publish", key)

    assert said.startswith("refused:"), why
    assert key in logged(province)


def test_whoever_makes_a_certificate_in_the_name_of_a_site_is_refused_and_it_is_logged(
    province: Province, told: Site, small: Site
) -> None:
    user = f"{TOLD}-{told.python(READ_SERIAL).strip()}"
    before = logged(province).count(NOT_OURS)

    said = small.python(_CALL, "--forge", user)

    assert said.startswith("cut off:")
    assert logged(province).count(NOT_OURS) > before


def logged(province: Province) -> str:
    return province.project.compose("logs", "--no-color", "rabbitmq")


def test_what_is_told_while_the_line_is_silent_for_minutes_arrives_after_it(
    province: Province, told: Site, small: Site
) -> None:
    province.wire.hush()
    began = time.monotonic()
    told.register_organisation("ระหว่างสายเงียบ")
    small.register_organisation("ระหว่างสายเงียบ")
    wait_until(
        lambda: time.monotonic() - began > SILENT_SECONDS,
        seconds=SILENT_SECONDS + 60,
        otherwise=lambda: AssertionError("the clock stands still"),
        every=1,
    )
    assert len(province.taken(TOLD)) < len(told.told())

    province.wire.mend()

    agree(province, told)
    agree(province, small)


def test_what_is_told_while_the_line_is_cut_arrives_when_it_is_mended(
    province: Province, told: Site
) -> None:
    province.wire.cut()
    told.register_organisation("ระหว่างสายขาด")
    told.must("GET", "http://reporting:8000/reporting/api/v1/events?limit=1")

    province.wire.mend()

    agree(province, told)


def test_a_province_that_was_away_hears_what_happened_meanwhile(
    province: Province, told: Site, small: Site
) -> None:
    province.project.compose("kill", "rabbitmq", "province")
    province.project.compose("stop")
    told.register_organisation("ระหว่างจังหวัดหยุด")
    small.register_organisation("ระหว่างจังหวัดหยุด")

    province.project.compose("up", "--detach", "--no-build")
    province.project.wait_until_healthy(HEALTHY_SECONDS)

    agree(province, told)
    agree(province, small)


def test_a_site_whose_broker_is_killed_goes_on_where_it_was(province: Province, told: Site) -> None:
    told.project.compose("kill", "-s", "KILL", "rabbitmq")
    told.register_organisation("ระหว่างโบรกเกอร์ถูกปิด")
    told.project.compose("up", "--detach", "--no-build", *SERVICES, "link")

    agree(province, told)


def test_a_site_whose_broker_lost_its_disk_is_set_up_again_by_itself(
    province: Province, small: Site
) -> None:
    small.project.compose("rm", "--stop", "--force", "rabbitmq")
    small.project.forget_volume("rabbitmq")
    small.register_organisation("ระหว่างไม่มีโบรกเกอร์")

    small.project.compose("up", "--detach", "--no-build", *REPORTS, "link")

    agree(province, small)
    for site in (TOLD, SMALL):
        assert province.in_order_of_taking(site) == province.taken(site)


def test_a_province_restored_from_yesterdays_backup_hears_again_what_it_lost(
    province: Province, told: Site, small: Site, yesterday: str
) -> None:
    agree(province, told)
    known = len(province.taken(TOLD))
    province.project.compose("stop", "province", "province-accounts")
    province.restore(yesterday, "province-restore")
    assert len(province.taken(TOLD)) < known
    small.register_organisation("ระหว่างกู้คืนจังหวัด")

    province.project.compose("up", "--detach", "--no-build")

    agree(province, told)
    agree(province, small)
    assert province.held() == []


def test_a_site_restored_from_an_older_backup_waits_for_a_decision_and_both_ends_show_it(
    province: Province, told: Site, small: Site
) -> None:
    older = told.back_up()
    told.register_organisation("หลังสำรอง หายไปกับการกู้คืน")
    agree(province, told)
    before, figures = province.taken(TOLD), province.figures(TOLD)
    told.project.compose("stop", *SERVICES)
    told.restore(older)
    told.project.compose("up", "--detach", "--no-build", *SERVICES, "link")
    told.register_organisation("หลังกู้คืน")

    wait_until(
        lambda: province.held() == [TOLD],
        seconds=HEALTHY_SECONDS,
        otherwise=lambda: AssertionError(province.project.compose("logs", "--tail", "50")),
        every=1,
    )
    assert province.taken(TOLD) == before
    assert province.figures(TOLD) == figures
    wait_until(
        lambda: "ahead" in found_by_doctor(told),
        seconds=HEALTHY_SECONDS,
        otherwise=lambda: AssertionError(found_by_doctor(told)),
        every=1,
    )
    small.register_organisation("ระหว่างรอการตัดสินใจ")
    agree(province, small)

    site = f"http://province:8000/province/api/v1/sites/{TOLD}"
    province.must("POST", f"{site}/restored-record", {"reason": "ไม่มีสำรองที่ใหม่กว่า (สมมติ)"})

    agree(province, told)
    assert province.held() == []
    compared = province.must("GET", f"{site}/restored-record")
    assert compared["missing"] > 0
    assert compared["added"] > 0


def found_by_doctor(site: Site) -> set[str]:
    """The checks of the doctor that found something."""
    said = site.project.compose(
        "run", "--rm", "-T", "--entrypoint", "sh", "backup", "-c", "bangduan doctor --json || true"
    )
    found = json.loads(said.splitlines()[-1])["findings"]
    return {each["check"] for each in found if each["state"] != "fine"}


def test_a_revoked_site_is_sent_away_and_logged_and_the_other_is_still_heard(
    province: Province, told: Site, small: Site
) -> None:
    user = f"{TOLD}-{told.python(READ_SERIAL).strip()}"
    known = province.taken(TOLD)
    province.run("revoke", TOLD, "--reason", "เครื่องหาย (สมมติ)")
    for site in (told, small):
        site.register_organisation("หลังเพิกถอน")

    agree(province, small)
    assert told.python(_CALL, "--call").startswith("refused:")
    assert user in logged(province)
    assert province.taken(TOLD) == known
