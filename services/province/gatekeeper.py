"""Answers requests for certificates, and keeps the province's broker as the log says.

It runs beside the province service where the broker's management API (``BANGDUAN_BROKER_ADMIN``)
and the certificate authority (``BANGDUAN_AUTHORITY``) are at hand; elsewhere it does nothing.

What it may miss: a request that it took and could not answer before it ended. Whoever asks asks
again. What it never does: two keys for one invitation; the log decides that.
"""

from __future__ import annotations

import logging
import re
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

import orjson

from bangduan.chores import Chore
from bangduan.errors import DomainError, LinkRefused, MessagingError
from bangduan.events.province import Certificate
from bangduan.events.types import EntityId, Line, Prose, TambonCode
from bangduan.link.admission import certificate_name, reconcile
from bangduan.link.authority import Authority
from bangduan.link.dialling import CONTENT_TYPE
from bangduan.link.keys import key_id, new_serial, public_key_of, read_certificate
from bangduan.link.management import Management
from bangduan.link.provisioning import ENROLMENT, Names
from bangduan.unit_of_work import Context
from services.province.domain.site import EnrolSite, IssueCertificate, NoteCertificateUsed
from services.province.projections.enrolment import (
    certificate_for,
    guests,
    registered_sites,
    unseen,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bangduan.application import Application

_log = logging.getLogger(__name__)

_EVERY_SECONDS: Final = 2.0
_AT_LEAST_SECONDS: Final = 30.0
_REQUESTS: Final = 20
_KEY: Final = re.compile(r"([0-9]{6})\.(?:invitation\.([0-9a-f-]{36})|(renewal))")
_CONTEXT: Final = Context(actor="gatekeeper")


class Gatekeeper:
    """The gatekeeper of one province.

    Args:
        application: the province service.
        broker: the province's.
        authority: what signs.
    """

    def __init__(self, application: Application, broker: Management, authority: Authority) -> None:
        self._application = application
        self._broker = broker
        self._authority = authority
        self._kept: object = None
        self._kept_at: float | None = None

    def step(self) -> None:
        """Everything there is to do now; what fails is tried again the next time.

        Raises:
            MessagingError: the broker does not answer, or refuses.
        """
        self.keep()
        self._answer_all()
        self._note_used()

    def keep(self) -> None:
        """See that the broker lets in whom the log says, when that changed, and now and then."""
        reader = self._application.reader
        wanted = (guests(reader, datetime.now(UTC)), registered_sites(reader))
        now = time.monotonic()
        first = self._kept_at is None
        if first or wanted != self._kept or now - (self._kept_at or 0.0) >= _AT_LEAST_SECONDS:
            reconcile(
                self._broker, self._application.tambon, wanted[1], wanted[0], thoroughly=first
            )
            self._kept, self._kept_at = wanted, now

    # -- requests --------------------------------------------------------------------------

    def _answer_all(self) -> None:
        answered = self._broker.take(ENROLMENT, _REQUESTS)
        for message in answered:
            self._answer(str(message["routing_key"]), str(message["payload"]))
        if answered:
            self.keep()

    def _answer(self, routing_key: str, payload: str) -> None:
        """Answer one request. The broker saw to it that its key is the asker's own."""
        found = _KEY.fullmatch(routing_key)
        request = _request(payload)
        if found is None or request is None:
            _log.warning("dropped what is no request for a certificate: %s", routing_key)
            return
        tambon, invitation, _ = found.groups()
        try:
            key = key_id(public_key_of(request))
        except LinkRefused as refusal:
            _log.warning("%s asks with what is no request: %s", tambon, refusal)
            return
        try:
            certificate = self._certificate(TambonCode(tambon), invitation, request, key)
        except DomainError as refusal:
            _log.warning("%s gets no certificate: %s", tambon, refusal)
            self._say(tambon, {"key": key, "refused": True, "en": refusal.en, "th": refusal.th})
        else:
            self._say(tambon, {"key": key, "certificate": certificate})

    def _certificate(
        self, tambon: TambonCode, invitation: str | None, request: bytes, key: str
    ) -> str:  # fmt: skip
        """The certificate for a key: the one that was made for it, or a new one."""
        reader = self._application.reader
        known = certificate_for(reader, tambon, key)
        if known is not None:
            return known
        made = self._made(tambon, request)
        command = (
            IssueCertificate(tambon=tambon, certificate=made)
            if invitation is None
            else EnrolSite(
                tambon=tambon,
                invitation_id=EntityId(invitation),
                certificate=made,
                now=datetime.now(UTC),
            )
        )
        self._application.execute(command, context=_CONTEXT)
        standing = certificate_for(reader, tambon, key)
        if standing is None:
            raise DomainError(
                "The certificate for this key was revoked. Ask the province for a new "
                "invitation, and join with --anew.",
                "ใบรับรองของกุญแจนี้ถูกเพิกถอนแล้ว โปรดขอคำเชิญใหม่จากจังหวัด แล้วเข้าร่วมอีกครั้งด้วย --anew",
            )
        _log.info("%s has a certificate until %s", tambon, made.not_after)
        return standing

    def _made(self, tambon: str, request: bytes) -> Certificate:
        serial = f"{new_serial():016x}"
        pem = self._authority.sign_request(
            request, certificate_name(tambon, serial), datetime.now(UTC)
        )
        issued = read_certificate(pem)
        return Certificate(
            serial=Line(issued.serial),
            fingerprint=Line(issued.fingerprint),
            key=Line(issued.key),
            not_before=issued.not_before,
            not_after=issued.not_after,
            pem=Prose(pem.decode()),
        )

    def _say(self, tambon: str, answer: Mapping[str, object]) -> None:
        names = Names(self._application.tambon, tambon)
        properties = {"content_type": CONTENT_TYPE, "delivery_mode": 2}
        self._broker.publish("", names.answers, orjson.dumps(answer).decode(), properties)

    # -- who has come in -------------------------------------------------------------------

    def _note_used(self) -> None:
        waiting = unseen(self._application.reader)
        connected = self._broker.connected() if waiting else set()
        for tambon, serial in waiting:
            if certificate_name(tambon, serial) in connected:
                self._application.execute(
                    NoteCertificateUsed(tambon=TambonCode(tambon), serial=Line(serial)),
                    context=_CONTEXT,
                )


def gatekeeper_of(application: Application) -> Gatekeeper | None:
    """The gatekeeper, where there is a broker to keep and an authority to sign; else None."""
    settings = application.settings
    if not settings.broker_admin or not (settings.authority_path / "authority.pem").exists():
        return None
    broker = Management(settings.broker_admin)
    return Gatekeeper(application, broker, Authority(settings.authority_path))


class _Keeping:
    """The chore: one gatekeeper for each application of this process."""

    def __init__(self) -> None:
        self._keepers: WeakKeyDictionary[Application, Gatekeeper] = WeakKeyDictionary()
        self._told = ""

    def __call__(self, application: Application) -> None:
        keeper = self._keepers.get(application)
        if keeper is None:
            keeper = gatekeeper_of(application)
            if keeper is None:
                self._tell_why(application)
                return
            self._keepers[application] = keeper
        try:
            keeper.step()
        except MessagingError as error:
            # a broker that is away for an hour is told of once, not every two seconds
            if self._told != error.en:
                _log.warning("the broker is not kept now: %s", error)
            self._told = error.en
        else:
            self._told = ""

    def _tell_why(self, application: Application) -> None:
        """A broker without an authority lets no site in: that is told once."""
        settings = application.settings
        if settings.broker_admin and not self._told:
            self._told = f"no certificate authority in {settings.authority_path}"
            _log.warning("%s: no site can join; see bangduan province init", self._told)


KEEPING: Final = Chore("gatekeeper", _EVERY_SECONDS, _Keeping())


def _request(payload: str) -> bytes | None:
    """The signing request of a message; None for anything else."""
    try:
        read: Any = orjson.loads(payload)
    except orjson.JSONDecodeError:
        return None
    request = read.get("request") if isinstance(read, dict) else None
    return request.encode() if isinstance(request, str) else None
