"""What a site does about its link: join, repair, renew, probe.

A request for a certificate may be repeated: until it is answered it is for the same key, and the
province answers the same key with the same certificate.
"""

from __future__ import annotations

import dataclasses
import logging
import secrets
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from bangduan.errors import ConfigurationError, LinkRefused
from bangduan.events.envelope import source_name
from bangduan.link import provisioning
from bangduan.link.bundle import check
from bangduan.link.dialling import Call, Line
from bangduan.link.keys import key_id, read_certificate, request_of
from bangduan.link.management import Management
from bangduan.link.provisioning import INCOMING, PROBE_HEADER, Address, Names
from bangduan.link.standing import Folder, Standing
from bangduan.messaging.control import CONTENT_TYPE, Replayed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bangduan.link.bundle import Bundle
    from bangduan.link.keys import Issued
    from bangduan.settings import Settings

    Said = Callable[[str, str], object]

_log = logging.getLogger(__name__)

_CERTIFICATE_SECONDS: Final = 90
_SHOVEL_SECONDS: Final = 60
_PROBE_SECONDS: Final = 60
_LOOK_SECONDS: Final = 0.2
_PROBE_ID: Final = "bangduan-probe-id"


@dataclasses.dataclass(frozen=True, slots=True)
class Probed:
    """What a probe found.

    Attributes:
        seconds: how long it took to the province and back; None when it did not come back.
        waiting: events in the spool that the province does not have yet.
        shovels: state by name.
    """

    seconds: float | None
    waiting: int
    shovels: Mapping[str, str]


class Link:
    """A site's half of the link.

    Args:
        settings: of the site.

    Raises:
        ConfigurationError: the site has no broker of its own, or its management API is not named.
    """

    def __init__(self, settings: Settings) -> None:
        if settings.is_embedded:
            raise ConfigurationError(
                "This site runs embedded, without a broker; a link to a province needs one "
                "(RabbitMQ). Run the site with docker compose up -d, or set BANGDUAN_BROKER.",
                "ระบบนี้ทำงานแบบฝังตัวโดยไม่มีโบรกเกอร์ การเชื่อมกับจังหวัดต้องใช้ RabbitMQ "
                "โปรดใช้ docker compose up -d หรือตั้งค่า BANGDUAN_BROKER",
            )
        self.settings = settings
        self.folder = Folder(settings.link_path)
        vhost = unquote(urlsplit(settings.broker).path.removeprefix("/")) or "/"
        self.broker = Management(settings.broker_admin, vhost)

    def join(
        self, bundle: Bundle, *, fingerprint: str | None, anew: bool, say: Said
    ) -> Standing:  # fmt: skip
        """Join a province with its invitation.

        Args:
            fingerprint: what the officer read out.
            anew: the site was joined before, and that is over.
            say: told of each step, Thai and English.

        Raises:
            LinkRefused: the invitation is not good, or the province refuses.
            MessagingError: our own broker refuses.
        """
        now = datetime.now(UTC)
        check(bundle, site=self.settings.tambon, now=now, fingerprint=fingerprint)
        self._require_free(bundle, anew=anew)
        names = Names(bundle.province, bundle.site)
        self.broker.users()
        self.folder.believe(bundle.authority)
        say("กำลังขอใบรับรองจากจังหวัด", "asking the province for a certificate")
        with self.folder.invitation(bundle) as (certificate, key):
            line = Line(
                host=bundle.host, port=bundle.port, vhost=bundle.vhost,
                authority=self.folder.authority, certificate=certificate, key=key,
            )  # fmt: skip
            issued = self._certified(line, names, names.invitation(bundle.invitation))
        standing = Standing(
            province=bundle.province,
            province_names=bundle.province_names,
            site=bundle.site,
            host=bundle.host,
            port=bundle.port,
            vhost=bundle.vhost,
            invitation=bundle.invitation,
            serial=issued.serial,
            not_before=issued.not_before,
            not_after=issued.not_after,
            joined_at=now,
        )
        self.folder.record(standing)
        say("ได้รับใบรับรองแล้ว กำลังตั้งการเชื่อมต่อ", "certificate received; setting the link")
        self.repair()
        return standing

    def repair(self) -> bool:
        """Set our half of the link as it should be; True when something was amiss.

        What a broker that lost its disk had not sent yet is in the log: the province asks for it.
        """
        standing = self.folder.require()
        seen = self.settings.link_at_broker
        folder = Path(seen) if seen else self.folder.path.resolve()
        address = Address(standing.host, standing.port, standing.vhost, folder, standing.serial)
        return provisioning.set_site(self.broker, _names(standing), address)

    def renew(self) -> Standing:
        """Get the next certificate with the present one, and go over to it.

        The province lets the former one in until the new one has been seen.
        """
        standing = self.folder.require()
        names = _names(standing)
        issued = self._certified(self.line(standing), names, names.renewal)
        renewed = dataclasses.replace(
            standing, serial=issued.serial, not_before=issued.not_before,
            not_after=issued.not_after,
        )  # fmt: skip
        self.folder.record(renewed)
        self.repair()
        return renewed

    def keep(self) -> None:
        """What is to be done every now and then: renew when due, set again what was lost."""
        standing = self.folder.require()
        if standing.renewal_is_due(datetime.now(UTC)):
            renewed = self.renew()
            _log.info("certificate renewed until %s", renewed.not_after)
        elif self.repair():
            _log.warning("the link to %s was not as it should be, and is set again",
                         standing.province)  # fmt: skip

    def leave(self) -> None:
        """Take our half of the link away; the certificate stays until the province ends it."""
        provisioning.remove_site(self.broker, _names(self.folder.require()))

    def line(self, standing: Standing) -> Line:
        """How to call the province as ourselves."""
        return Line(
            host=standing.host, port=standing.port, vhost=standing.vhost,
            authority=self.folder.authority, certificate=self.folder.certificate(standing.serial),
            key=self.folder.key(standing.serial),
        )  # fmt: skip

    def call(self) -> None:
        """Call the province as ourselves, and hang up.

        Raises:
            LinkRefused: no connection, and why.
        """
        Call(self.line(self.folder.require())).close()

    def wait_until_running(self, seconds: float = _SHOVEL_SECONDS) -> None:
        """Wait until both shovels run.

        Raises:
            LinkRefused: they do not; what a call of our own found is told.
        """
        deadline = time.monotonic() + seconds
        while True:
            states = self._states()
            if all(states.get(name) == "running" for name in _BOTH):
                return
            if time.monotonic() > deadline:
                break
            time.sleep(_LOOK_SECONDS)
        self.call()
        raise LinkRefused(
            f"A call to the province succeeds from here, but not from this site's broker "
            f"({_told(states)}). Can the broker read the folder of the link? Set "
            "BANGDUAN_LINK_AT_BROKER to its path there, and look into the broker's log.",
            f"เครื่องนี้ติดต่อจังหวัดได้ แต่โบรกเกอร์ของระบบนี้ติดต่อไม่ได้ ({_told(states)}) "
            "โปรดตรวจว่าโบรกเกอร์อ่านโฟลเดอร์การเชื่อมต่อได้ ตั้งค่า BANGDUAN_LINK_AT_BROKER "
            "และดูบันทึกของโบรกเกอร์",
        )

    def probe(self, seconds: float = _PROBE_SECONDS) -> Probed:
        """Send a message to the province's broker and back, by both shovels.

        The province's broker sends it back by itself: no service needs to run there.
        """
        names = _names(self.folder.require())
        id = secrets.token_hex(8)
        queue = f"bangduan.probe.{id}"
        self.broker.put_queue(queue, {"x-expires": 2 * 60_000})
        try:
            self.broker.bind(INCOMING, names.key, queue=queue)
            began = time.monotonic()
            self._send_probe(names, id)
            came = self._wait_for_probe(queue, id, began + seconds)
            took = time.monotonic() - began if came else None
        finally:
            self.broker.delete_queue(queue)
        spool = self.broker.queue(names.spool) or {}
        return Probed(took, int(spool.get("messages", 0)), self._states())

    def close(self) -> None:
        """Close the connection to our broker."""
        self.broker.close()

    def _send_probe(self, names: Names, id: str) -> None:
        # to whoever reads the province's queue it is the end of an answer, and changes nothing
        body = Replayed(source_name(names.site, "reporting"), more=False).to_bytes().decode()
        headers = {PROBE_HEADER: names.site, _PROBE_ID: id}
        properties = {"content_type": CONTENT_TYPE, "headers": headers}
        self.broker.publish("", names.spool, body, properties)

    def _wait_for_probe(self, queue: str, id: str, deadline: float) -> bool:
        while time.monotonic() < deadline:
            taken = self.broker.take(queue, 10)
            if any(each["properties"].get("headers", {}).get(_PROBE_ID) == id for each in taken):
                return True
            time.sleep(_LOOK_SECONDS)
        return False

    def _states(self) -> dict[str, str]:
        found = self.broker.shovels()
        return {name: str(found[name]["state"]) if name in found else "missing" for name in _BOTH}

    def _certified(self, line: Line, names: Names, key: str) -> Issued:
        asking = self.folder.asking_key()
        own = key_id(asking.public_key())

        def take(answer: Mapping[str, Any]) -> Issued | None:
            if answer.get("key") != own:
                return None
            if "certificate" not in answer:
                raise LinkRefused(str(answer.get("en")), str(answer.get("th")))
            certificate = str(answer["certificate"]).encode()
            if read_certificate(certificate).key != own:
                return None
            return self.folder.accept(certificate)

        question = {"request": request_of(asking).decode()}
        with Call(line) as call:
            return call.ask(
                question, exchange=provisioning.ENROLMENT, key=key, answers=names.answers,
                take=take, seconds=_CERTIFICATE_SECONDS,
            )  # fmt: skip

    def _require_free(self, bundle: Bundle, *, anew: bool) -> None:
        standing = self.folder.read()
        if standing is None:
            return
        if standing.invitation == bundle.invitation:
            raise LinkRefused(
                "This invitation was used here already: the site is joined. See how the link is "
                "with bangduan join --check, or set it again with bangduan join --repair.",
                "คำเชิญนี้ใช้ที่นี่แล้ว ระบบเข้าร่วมอยู่แล้ว ตรวจการเชื่อมต่อด้วย bangduan join --check "
                "หรือตั้งใหม่ด้วย bangduan join --repair",
            )
        if not anew:
            raise LinkRefused(
                f"This site is joined to {standing.province_names[1]} ({standing.province}) "
                "already. To end that and join anew, give --anew too.",
                f"ระบบนี้เข้าร่วมกับจังหวัด{standing.province_names[0]} ({standing.province}) อยู่แล้ว "
                "หากต้องการเริ่มใหม่ โปรดเพิ่ม --anew",
            )
        if standing.province != bundle.province:
            provisioning.remove_site(self.broker, _names(standing))


_BOTH: Final = (provisioning.UP, provisioning.DOWN)


def _names(standing: Standing) -> Names:
    return Names(standing.province, standing.site)


def _told(states: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {state}" for name, state in states.items())
