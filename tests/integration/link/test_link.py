"""A site joins a province over the link, and the link outlives what befalls it."""

from __future__ import annotations

import json
import re
import ssl
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

import amqp
import pytest

from bangduan.errors import LinkRefused
from bangduan.link.provisioning import UP, Names
from bangduan.link.standing import Folder
from bangduan.testing.hosts import environment_of
from tests.integration.link.conftest import PROGRAM, PROVINCE, SITE

if TYPE_CHECKING:
    from bangduan.link.management import Management
    from tests.integration.link.conftest import World


@pytest.fixture(scope="module")
def joined(world: World) -> World:
    """The site has joined with an invitation, as its secretary would do it, and is approved."""
    file, fingerprint = world.invitation()
    said = world.run(world.site, "join", str(file), "--fingerprint", fingerprint)
    assert said.returncode == 0, said.stderr + world.near.log_text[-3000:]
    assert "there and back" in said.stdout
    world.at_province("approve", SITE)
    return world


def test_what_the_site_reports_comes_to_the_province_in_order_and_none_twice(
    joined: World,
) -> None:
    joined.tell(30)
    joined.wait_arrived()

    assert joined.status() == "approved"


def test_the_invitation_ends_when_the_site_has_come_in(joined: World) -> None:
    [serial] = joined.certificates()

    joined.wait(lambda: joined.users() == {f"{SITE}-{serial}"}, "only the certificate's user")

    assert joined.certificates() == {serial: "used"}


def test_an_invitation_that_was_used_lets_nobody_else_in(joined: World) -> None:
    file = joined.folder / "invitation-0.json"
    other = joined.folder / "other"
    other.mkdir()
    settings = joined.site.__class__(
        data=other, tambon=SITE, broker=joined.near.url(), broker_admin=joined.near.admin_url
    )

    said = joined.run(
        settings, "join", str(file), "--fingerprint", joined.at_province("fingerprint").strip()
    )

    assert said.returncode == 1
    assert "used" in said.stderr
    assert "คำเชิญ" in said.stderr


def test_a_province_that_is_killed_gets_all_when_it_is_back(joined: World) -> None:
    joined.far.kill()
    joined.tell(20)
    joined.far.start()

    joined.wait_arrived()


def test_what_is_told_while_the_link_is_cut_comes_when_it_is_mended(joined: World) -> None:
    joined.wire.cut()
    joined.tell(20)
    joined.wire.mend()

    joined.wait_arrived()


def test_what_the_province_says_of_a_report_comes_down_when_the_link_is_mended(
    joined: World,
) -> None:
    joined.wire.cut()
    joined.return_report("2026-06", "ยอดไม่ตรงกับสมุดบัญชี (สมมติ)")
    assert joined.reviews() == {}
    assert joined.acknowledged() == {"2026-06": False}
    joined.wire.mend()

    joined.wait(lambda: joined.acknowledged() == {"2026-06": True}, "the site says that it came")
    assert joined.reviews() == {"2026-06": "ยอดไม่ตรงกับสมุดบัญชี (สมมติ)"}
    joined.wait_arrived()


def test_a_site_that_was_away_for_longer_than_its_spool_holds_is_heard_whole(
    joined: World,
) -> None:
    spool = Names(PROVINCE, SITE).spool
    small = {
        "pattern": f"^{re.escape(spool)}$",
        "definition": {"max-length": 5},
        "apply-to": "queues",
    }
    joined.wire.cut()
    joined.near.management("policies/%2f/small", "PUT", small)
    try:
        joined.tell(40)
        with joined.near_broker as near:
            joined.wait(lambda: 0 < waiting(near, spool) <= 5, "the spool keeps the newest only")
        joined.wire.mend()

        joined.wait_arrived()
    finally:
        joined.near.management("policies/%2f/small", "DELETE")


def waiting(broker: Management, queue: str) -> int:
    """How many messages a queue holds."""
    found = broker.queue(queue)
    return int(found["messages"]) if found else 0


def test_a_broker_that_lost_its_disk_is_set_again_and_the_log_fills_the_gap(
    joined: World,
) -> None:
    joined.near.kill()
    joined.near.wipe()
    joined.tell(20)
    joined.near.start()

    said = joined.run(joined.site, "join", "--repair")

    assert said.returncode == 0, said.stderr
    assert "set again" in said.stdout
    joined.tell(5)
    joined.wait_arrived()
    again = joined.run(joined.site, "join", "--repair")
    assert "as it should be" in again.stdout


def test_a_broker_of_the_province_that_lost_its_disk_lets_the_site_in_again(
    joined: World,
) -> None:
    users = joined.users()
    joined.far.kill()
    joined.far.wipe()
    joined.far.start()

    joined.wait(lambda: joined.users() == users, "the site's user is back")
    joined.tell(5)
    joined.wait_arrived()


def test_a_site_cannot_publish_as_another(joined: World) -> None:
    with closing(calling(joined)) as connection:
        channel = connection.channel()
        with pytest.raises(amqp.exceptions.AccessRefused):
            publish(channel, "110114.reporting.link")
        channel = connection.channel()
        with pytest.raises(amqp.exceptions.AccessRefused):
            publish(channel, f"{SITE}.membership.link")
        channel = connection.channel()
        with pytest.raises(amqp.exceptions.AccessRefused):
            channel.basic_get("110114.requests")

    joined.wait(lambda: "110114.reporting.link" in joined.far.log_text, "the broker logs it")


def test_the_province_can_ask_the_reporting_service_and_no_other(joined: World) -> None:
    with joined.near_broker as near, joined.far_broker as far:
        near.put_queue("seen", {"x-expires": 60_000})
        near.bind("bangduan.replays", "#", queue="seen")
        far.publish("bangduan.replays", f"{SITE}.membership", "{}", {})
        far.publish("bangduan.replays", f"{SITE}.reporting", "last", {})
        keys: list[str] = []

        def last_came() -> bool:
            taken = near.take("seen", 50)
            keys.extend(each["routing_key"] for each in taken)
            return any(each["payload"] == "last" for each in taken)

        joined.wait(last_came, "the request came")

    assert set(keys) == {f"{SITE}.reporting"}


def test_a_certificate_is_renewed_and_the_former_one_ends(joined: World) -> None:
    [before] = [s for s, state in joined.certificates().items() if state == "used"]

    said = joined.run(joined.site, "join", "--renew")

    assert said.returncode == 0, said.stderr
    after = Folder(joined.site.link_path).require().serial
    assert after != before
    joined.wait(lambda: joined.users() == {f"{SITE}-{after}"}, "only the new user")
    assert joined.certificates() == {before: "rotated", after: "used"}
    joined.tell(5)
    joined.wait_arrived()


def test_a_suspended_site_is_sent_away_and_comes_back_when_it_is_resumed(joined: World) -> None:
    joined.at_province("suspend", SITE, "--reason", "ทดสอบ (สมมติ)")
    joined.wait(lambda: joined.users() == set(), "the user is gone")
    assert joined.status() == "suspended"
    joined.tell(5)

    joined.at_province("resume", SITE)

    joined.wait_arrived()


def test_a_revoked_certificate_is_refused_and_the_site_is_told_what_to_do(joined: World) -> None:
    joined.at_province("revoke", SITE, "--reason", "เครื่องหาย (สมมติ)")

    with pytest.raises(amqp.exceptions.AccessRefused):
        calling(joined).close()

    assert joined.users() == set()
    user = f"{SITE}-{Folder(joined.site.link_path).require().serial}"
    joined.wait(lambda: user in joined.far.log_text, "the broker logs the refusal")
    said = joined.run(joined.site, "join", "--renew")
    assert said.returncode == 1
    assert "revoked" in said.stderr
    assert "เพิกถอน" in said.stderr


def test_a_check_that_finds_the_link_broken_says_why(joined: World) -> None:
    with closing(joined.link()) as link:
        assert link.probe(seconds=1).seconds is None
        with pytest.raises(LinkRefused, match="revoked"):
            link.call()


def test_a_site_whose_certificate_was_revoked_joins_anew(joined: World) -> None:
    file, fingerprint = joined.invitation()
    refused = joined.run(joined.site, "join", str(file), "--fingerprint", fingerprint)
    assert refused.returncode == 1
    assert "--anew" in refused.stderr

    said = joined.run(joined.site, "join", str(file), "--fingerprint", fingerprint, "--anew")

    assert said.returncode == 0, said.stderr
    joined.tell(5)
    joined.wait_arrived()


def test_a_check_tells_how_long_it_takes_there_and_back(joined: World) -> None:
    said = joined.run(joined.site, "join", "--check", "--json")

    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)
    assert found["seconds"] < 30
    assert found["shovels"] == {"bangduan.up": "running", "bangduan.down": "running"}


def test_a_watch_sets_again_what_was_lost_and_ends_when_asked(joined: World) -> None:
    with joined.near_broker as near:
        near.delete_shovel(UP)
        watch = subprocess.Popen(
            [PROGRAM, "join", "--watch", "--every", "1"], env=environment_of(joined.site),
            cwd=joined.folder,
        )  # fmt: skip
        try:
            joined.wait(lambda: UP in near.shovels(), "the shovel is back")
        finally:
            watch.terminate()
            code = watch.wait(60)

    assert code == 0
    joined.tell(3)
    joined.wait_arrived()


def calling(world: World) -> amqp.Connection:
    """A connection to the province's broker with the site's own certificate."""
    folder = Folder(world.site.link_path)
    serial = folder.require().serial
    connection = amqp.Connection(
        f"localhost:{world.wire.port}",
        login_method="EXTERNAL",
        ssl={
            "ca_certs": str(folder.authority),
            "certfile": str(folder.certificate(serial)),
            "keyfile": str(folder.key(serial)),
            "cert_reqs": ssl.CERT_REQUIRED,
            "server_hostname": "localhost",
        },
        confirm_publish=True,
    )
    connection.connect()
    return connection


def publish(channel: amqp.Channel, key: str) -> None:
    channel.basic_publish_confirm(amqp.Message("{}"), exchange="bangduan.events", routing_key=key)
