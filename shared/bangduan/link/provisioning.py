"""What the link needs on either broker. Each function says how things should be: repeat it freely.

At the site: a spool that stands in for the province's own queue, and two shovels that the site
dials, so that nothing need reach it from outside. At the province: a mailbox for each site, and
a user for each certificate, who may do nothing else than use it.

================================  ==========================================================
``110000.province.from.…``        site: what the province shall get, until it has it
``bangduan.link``                 site: what comes from the province; only what is bound goes on
``bangduan.up``, ``bangduan.down``  site: the shovels
``110113.requests``               province: what a site is asked, for its shovel to fetch
``110113.answers``                province: a site's certificates
``110113.probes``                 province: sends a site's probe straight back
``bangduan.enrolment``            province: requests for certificates
================================  ==========================================================
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from bangduan.messaging.topology import ANSWERS, EVENTS, REPLAYS, subscriber_queue

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from bangduan.link.management import Management

ENROLMENT: Final = "bangduan.enrolment"
INCOMING: Final = "bangduan.link"
UP: Final = "bangduan.up"
DOWN: Final = "bangduan.down"
PROBE_HEADER: Final = "bangduan-probe"

_SERVICE: Final = "reporting"
_SUBSCRIBER: Final = "province"
_PREFETCH: Final = 500
_RECONNECT_SECONDS: Final = 5
_HEARTBEAT_SECONDS: Final = 20
_CONNECT_MS: Final = 15_000
#: Bounded as the province's own queue: the oldest go first, and what is gone is replayed. Each loss
#: of the link delivers the spool's head again; it must never be given up for that.
_SPOOL: Final = {
    "x-queue-type": "quorum",
    "x-max-length": 100_000,
    "x-overflow": "drop-head",
    "x-delivery-limit": 1_000_000,
}
_MAILBOX: Final = {"x-max-length": 1_000, "x-message-ttl": 60_000}
_ANSWERS: Final = {"x-max-length": 20, "x-message-ttl": 24 * 60 * 60 * 1000}
_REQUESTS: Final = {"x-max-length": 1_000, "x-message-ttl": 60 * 60 * 1000}


@dataclasses.dataclass(frozen=True, slots=True)
class Names:
    """What things of one site's link are called.

    Attributes:
        province, site: codes of six digits.
    """

    province: str
    site: str

    @property
    def spool(self) -> str:
        """At the site: named as the province's own queue, so that replays reach it too."""
        return subscriber_queue(self.province, _SUBSCRIBER, self.site, _SERVICE).name

    @property
    def key(self) -> str:
        """The one key under which a site's user may publish at the province."""
        return f"{self.site}.{_SERVICE}.link"

    @property
    def requests(self) -> str:
        """At the province: the site's mailbox."""
        return f"{self.site}.requests"

    @property
    def answers(self) -> str:
        """At the province: where the site's certificates lie for it."""
        return f"{self.site}.answers"

    @property
    def probes(self) -> str:
        """At the province: the exchange that sends a probe back."""
        return f"{self.site}.probes"

    @property
    def asked(self) -> str:
        """Key of a request to the source."""
        return f"{self.site}.{_SERVICE}"

    @property
    def renewal(self) -> str:
        """Key under which a site asks for its next certificate."""
        return f"{self.site}.renewal"

    def invitation(self, id: str) -> str:
        """Key under which whoever holds an invitation asks for the first certificate."""
        return f"{self.site}.invitation.{id}"


@dataclasses.dataclass(frozen=True, slots=True)
class Address:
    """Where the province's broker is reached over TLS, and what says who we are.

    Attributes:
        folder: with ``authority.pem`` and the certificate's two files, as our broker sees it.
        serial: of the certificate.
    """

    host: str
    port: int
    vhost: str
    folder: Path
    serial: str

    @property
    def uri(self) -> str:
        """As a shovel takes it. Nothing in it is secret."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        options = urlencode(
            {
                "auth_mechanism": "external",
                "cacertfile": str(self.folder / "authority.pem"),
                "certfile": str(self.folder / f"certificate-{self.serial}.pem"),
                "keyfile": str(self.folder / f"key-{self.serial}.pem"),
                "verify": "verify_peer",
                "server_name_indication": self.host,
                "heartbeat": _HEARTBEAT_SECONDS,
                "connection_timeout": _CONNECT_MS,
            },
            quote_via=quote,
        )
        return f"amqps://{host}:{self.port}/{quote(self.vhost, safe='')}?{options}"


# -- at the site ---------------------------------------------------------------------------


def set_site(broker: Management, names: Names, address: Address) -> bool:
    """Set a site's half of the link; True when something was not as it should be.

    What the spool holds stays. A shovel that goes elsewhere, or as somebody else, is replaced.
    """
    missing = broker.queue(names.spool) is None
    for exchange in (EVENTS.name, ANSWERS.name, REPLAYS.name, INCOMING):
        broker.put_exchange(exchange, "topic")
    if missing:
        broker.put_queue(names.spool, _SPOOL)
    broker.bind(EVENTS.name, f"{names.site}.{_SERVICE}.#", queue=names.spool)
    broker.bind(ANSWERS.name, names.spool, queue=names.spool)
    broker.bind(INCOMING, names.asked, exchange=REPLAYS.name)
    changed = [broker.put_shovel(UP, _up(broker, names, address)),
               broker.put_shovel(DOWN, _down(broker, names, address))]  # fmt: skip
    return missing or any(changed)


def remove_site(broker: Management, names: Names) -> None:
    """Take a site's half of the link away. The log keeps what the spool held."""
    for shovel in (UP, DOWN):
        broker.delete_shovel(shovel)
    broker.delete_queue(names.spool)
    broker.delete_exchange(INCOMING)


def _up(broker: Management, names: Names, address: Address) -> dict[str, Any]:
    return {
        **_shovel(),
        "src-uri": _here(broker),
        "src-queue": names.spool,
        "dest-uri": address.uri,
        "dest-exchange": EVENTS.name,
        "dest-exchange-key": names.key,
    }


def _down(broker: Management, names: Names, address: Address) -> dict[str, Any]:
    return {
        **_shovel(),
        "src-uri": address.uri,
        "src-queue": names.requests,
        "dest-uri": _here(broker),
        "dest-exchange": INCOMING,
    }


def _shovel() -> dict[str, Any]:
    return {
        "src-protocol": "amqp091",
        "dest-protocol": "amqp091",
        "ack-mode": "on-confirm",
        "src-prefetch-count": _PREFETCH,
        "src-delete-after": "never",
        "reconnect-delay": _RECONNECT_SECONDS,
        "add-forward-headers": False,
    }


def _here(broker: Management) -> str:
    """The broker that the shovel runs in, reached without a network and a password."""
    return f"amqp:///{quote(broker.vhost, safe='')}"


# -- at the province -----------------------------------------------------------------------


def set_province(broker: Management) -> None:
    """What the province's broker needs before any site is there."""
    for exchange in (EVENTS.name, REPLAYS.name, ENROLMENT):
        broker.put_exchange(exchange, "topic")
    broker.put_queue(ENROLMENT, _REQUESTS)
    broker.bind(ENROLMENT, "#", queue=ENROLMENT)


def set_mailbox(broker: Management, names: Names) -> None:
    """What the province's broker needs for one site; ``answers`` comes last, when all is there."""
    broker.put_queue(names.requests, _MAILBOX)
    broker.bind(REPLAYS.name, f"{names.site}.#", queue=names.requests)
    broker.put_exchange(names.probes, "headers")
    broker.bind(EVENTS.name, names.key, exchange=names.probes)
    with_header = {"x-match": "all", PROBE_HEADER: names.site}
    broker.bind(names.probes, "", queue=names.requests, arguments=with_header)
    broker.put_queue(names.answers, _ANSWERS)


def remove_mailbox(broker: Management, names: Names) -> None:
    """Take away what ``set_mailbox`` set."""
    for queue in (names.requests, names.answers):
        broker.delete_queue(queue)
    broker.delete_exchange(names.probes)


def admit_certificate(broker: Management, names: Names, user: str) -> None:
    """Let in who shows a site's certificate: to report as this site, and as no other."""
    _permit(broker, user, write=(EVENTS.name, ENROLMENT), read=(names.requests, names.answers))
    broker.permit_topic(user, EVENTS.name, write=_exactly(names.key))
    broker.permit_topic(user, ENROLMENT, write=_exactly(names.renewal))


def admit_invitation(broker: Management, names: Names, user: str, id: str) -> None:
    """Let in who holds an invitation: to ask for a certificate and to be answered."""
    _permit(broker, user, write=(ENROLMENT,), read=(names.answers,))
    broker.permit_topic(user, ENROLMENT, write=_exactly(names.invitation(id)))


def _permit(
    broker: Management, user: str, *, write: Collection[str], read: Collection[str]
) -> None:  # fmt: skip
    broker.put_user(user)
    broker.permit(user, configure="^$", write=_exactly(*write), read=_exactly(*read))


def _exactly(*names: str) -> str:
    patterns = "|".join(name.replace(".", r"\.") for name in names)
    return f"^({patterns})$" if len(names) > 1 else f"^{patterns}$"
