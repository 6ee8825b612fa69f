"""``bangduan doctor`` on what lies between machines: queues, the link, backups, versions."""

from __future__ import annotations

import subprocess
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import kombu
import orjson
import pytest

import bangduan
from bangduan.events.envelope import Place
from bangduan.link.authority import AUTHORITY_DAYS, Authority
from bangduan.link.standing import Folder, Standing
from bangduan.messaging.diverging import Told
from bangduan.messaging.topology import subscriber_queue
from bangduan.store import holding
from bangduan.store.backup.schedule import file_in
from bangduan.testing.processes import free_ports
from tests.integration.cli.conftest import eventually
from tests.integration.cli.test_doctor import look, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bangduan.testing.rabbitmq import Rabbit
    from tests.integration.cli.conftest import Said, Site

REPORTING = "/tambon/110113/reporting"
NOW = datetime.now(UTC)


def told(said: Said, check: str) -> list[Any]:
    """Everything that was found of one check."""
    return [each for each in said.json["findings"] if each["check"] == check]


def join(site: Site) -> None:
    """As after ``bangduan join``: the site's half of the link lies in its folder."""
    site.settings.data.mkdir(parents=True, exist_ok=True)
    folder = site.settings.link_path
    folder.mkdir()
    Folder(folder).record(
        Standing(
            province="110000",
            province_names=("จังหวัดสมมติ", "Nowhere (synthetic)"),
            site="110113",
            host="broker.example",
            port=5671,
            vhost="/",
            invitation="an-invitation",
            serial="0123456789abcdef",
            not_before=NOW,
            not_after=NOW + timedelta(days=90),
            joined_at=NOW,
        )
    )


# -- the broker ---------------------------------------------------------------------------------


def test_a_queue_that_nobody_reads_is_found(embedded: Site, rabbit: str) -> None:
    embedded.register("สมชาย")
    embedded.relayed()
    queue = subscriber_queue("110113", "learning", "110113", "membership")
    confirmed = kombu.Connection(rabbit, transport_options={"confirm_publish": True})
    with confirmed as connection:
        queue(connection.channel()).declare()
        connection.Producer().publish(b"{}", routing_key=queue.name)
        found = eventually(
            lambda: wrong(look(embedded, BANGDUAN_BROKER=rabbit)).get(("queue", "learning"))
        )

    assert "1 messages and nobody takes them" in found["en"]
    assert "Start learning" in found["do_en"]


def test_a_broker_that_has_run_out_of_memory_is_found(
    embedded: Site, rabbit_server: Rabbit, rabbit: str
) -> None:
    asked = {"BANGDUAN_BROKER": rabbit, "BANGDUAN_BROKER_ADMIN": rabbit_server.admin_url}
    control(rabbit_server, "set_vm_memory_high_watermark", "absolute", "1")
    try:
        found = eventually(
            lambda: [each for (check, _), each in wrong(look(embedded, **asked)).items()
                     if check == "broker-alarm"]
        )  # fmt: skip
    finally:
        control(rabbit_server, "set_vm_memory_high_watermark", "0.6")
    assert "out of memory" in found[0]["en"]
    eventually(lambda: wrong(look(embedded, **asked)) == {})


def test_a_management_api_that_lets_nobody_in_is_found(
    embedded: Site, rabbit_server: Rabbit, rabbit: str
) -> None:
    wrong_password = rabbit_server.admin_url.replace("guest:guest", "guest:wrong")
    assert wrong_password != rabbit_server.admin_url

    said = look(embedded, BANGDUAN_BROKER=rabbit, BANGDUAN_BROKER_ADMIN=wrong_password)

    [(check, _)] = wrong(said)
    assert check == "broker-admin"


def control(server: Rabbit, *arguments: str) -> None:
    """Run ``rabbitmqctl`` on the node."""
    subprocess.run(
        ["/usr/lib/rabbitmq/bin/rabbitmqctl", "--node", server.node, *arguments],
        env=server._environment(), check=True, capture_output=True,
    )  # fmt: skip


# -- the link -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "said"), [(timedelta(days=5), "expires"), (timedelta(days=-1), "expired")]
)
def test_a_certificate_that_runs_out_is_found(embedded: Site, left: timedelta, said: str) -> None:
    made = NOW + left - timedelta(days=AUTHORITY_DAYS)
    Authority.create(embedded.settings.authority_path, "Nowhere 110000 (สมมติ)", made)

    found = wrong(look(embedded))["certificate", "authority"]

    assert said in found["en"]
    assert "timedatectl" in found["do_en"]


def test_a_certificate_that_holds_is_fine(embedded: Site) -> None:
    Authority.create(embedded.settings.authority_path, "Nowhere 110000 (สมมติ)", NOW)
    said = look(embedded)
    assert wrong(said) == {}
    [found] = told(said, "certificate")
    assert found["state"] == "fine"


def test_a_link_whose_shovels_are_gone_is_found(
    embedded: Site, rabbit_server: Rabbit, rabbit: str
) -> None:
    join(embedded)

    said = look(embedded, BANGDUAN_BROKER=rabbit, BANGDUAN_BROKER_ADMIN=rabbit_server.admin_url)

    found = wrong(said)["shovel", "broker.example:5671"]
    assert "not set up at the broker" in found["en"]
    assert "bangduan join --repair" in found["do_en"]


def test_a_link_that_nobody_can_look_at_is_only_noted(embedded: Site) -> None:
    join(embedded)
    said = look(embedded)
    assert wrong(said) == {}
    assert told(said, "shovel")[0]["state"] == "note"


def test_a_record_of_the_link_that_cannot_be_read_is_found(embedded: Site) -> None:
    join(embedded)
    (embedded.settings.link_path / "link.json").write_text("{")
    assert ("link", str(embedded.settings.link_path)) in wrong(look(embedded))


def test_a_site_that_has_been_silent_for_days_is_noted(embedded: Site) -> None:
    with embedded.application("province") as province:
        sequence = str(Place(1, 0, 1))
        body = orjson.dumps({"time": (NOW - timedelta(days=4)).isoformat()}).decode()
        database = province.database
        database.write(
            [
                ("DELETE FROM subscriptions", ()),
                database.insert("subscriptions", ("source", "sequence", "last_id", "follows"),
                                [(REPORTING, sequence, "an-id", "")]),
                database.insert("inbox", ("source", "sequence", "type", "subject", "body"),
                                [(REPORTING, sequence, "any", "any", body)]),
            ]
        )  # fmt: skip

    [found] = told(look(embedded), "link-silent")

    assert found["about"] == REPORTING
    assert found["state"] == "note"
    assert "bangduan join --check" in found["en"]


def test_a_source_that_waits_for_a_decision_is_found_at_the_province(embedded: Site) -> None:
    with embedded.application("province") as province:
        province.database.write([holding.hold(province.database, REPORTING, str(Place(1, 0, 7)))])

    found = wrong(look(embedded))["held", "province"]

    assert REPORTING in found["en"]
    assert "somebody must decide" in found["en"]


def test_a_subscriber_that_is_ahead_is_found_at_the_site(embedded: Site) -> None:
    queue = "110000.province.from.110113.reporting"
    with embedded.application("reporting") as reporting:
        Told(reporting.database).diverged(queue, str(Place(1, 0, 7)))

    found = wrong(look(embedded))["ahead", "reporting"]

    assert queue in found["en"]
    assert "bangduan restore" in found["do_en"]


# -- versions -----------------------------------------------------------------------------------


@pytest.fixture
def older(embedded: Site) -> Iterator[int]:
    """The port of a service that says it is of another version."""

    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = orjson.dumps({"service": self.path.split("/")[1], "version": "0.0.1"})
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Health) as server:
        answering = threading.Thread(target=server.serve_forever)
        answering.start()
        yield server.server_address[1]
        server.shutdown()
        answering.join()


def test_services_of_another_version_are_found(embedded: Site, older: int) -> None:
    said = embedded.run(
        "doctor", "--json", "--port", str(older), "--province-port", str(free_ports(1)[0])
    )

    found = wrong(said)["version", f"127.0.0.1:{older}"]
    assert "membership 0.0.1" in found["en"]
    assert bangduan.__version__ in found["en"]


def test_read_tables_of_a_newer_version_are_found(embedded: Site) -> None:
    embedded.register("สมชาย")
    embedded.relayed()
    with embedded.database("membership") as database:
        database.write([("UPDATE projections SET version = 999 WHERE name = 'register'", ())])

    found = wrong(look(embedded))

    assert "register" in found["newer-version", "membership"]["en"]
    assert ("projections", "membership") not in found


# -- backups ------------------------------------------------------------------------------------


def test_a_folder_without_a_fresh_backup_is_found(embedded: Site, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    asked = {"BANGDUAN_BACKUPS": str(folder)}
    assert ("backup", str(folder)) in wrong(look(embedded, **asked))
    file_in(folder, "110113", NOW - timedelta(days=3), sealed=True).write_bytes(b"old")
    assert (
        f"{NOW - timedelta(days=3):%Y-%m-%d}"
        in wrong(look(embedded, **asked))["backup", str(folder)]["en"]
    )

    embedded.register("สมชาย")
    embedded.relayed()
    assert embedded.run("backup", "--to", str(folder)).code == 0

    said = look(embedded, **asked)
    assert wrong(said) == {}
    [note] = told(said, "backup-open")
    assert "BANGDUAN_BACKUP_RECIPIENTS" in note["en"]
