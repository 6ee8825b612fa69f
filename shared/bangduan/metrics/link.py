"""The link between a site and its province: do the shovels run, how long do certificates hold."""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from cryptography import x509
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bangduan.errors import BangDuanError
from bangduan.link.management import Management

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from prometheus_client import Metric

    from bangduan.settings import Settings

_log = logging.getLogger(__name__)

#: How long an answer of the broker's is good: several processes may be asked every few seconds.
_GOOD_SECONDS: Final = 15.0
RUNNING: Final = "running"


def certificates(settings: Settings) -> Iterator[tuple[str, datetime]]:
    """Certificates that can be read here, by what they are for, and their last moments.

    ``link`` is the site's own, ``province`` that of the authority it trusts; at the province
    ``authority`` is its own and ``broker`` that of its broker.
    """
    newest = max(
        (found for path in settings.link_path.glob("certificate-*.pem") if (found := _last(path))),
        default=None,
    )
    known = {
        "link": newest,
        "province": _last(settings.link_path / "authority.pem"),
        "authority": _last(settings.authority_path / "authority.pem"),
        "broker": _last(settings.authority_path / "broker" / "server.pem"),
    }
    yield from ((name, last) for name, last in known.items() if last is not None)


def vhost_of(broker: str) -> str:
    """The virtual host that an AMQP URL names."""
    return unquote(urlsplit(broker).path.removeprefix("/")) or "/"


def shovels(settings: Settings) -> Mapping[str, str]:
    """State of every shovel of the broker, by name; ``running`` is how it should be.

    Raises:
        BangDuanError: the broker does not answer, or does not let us ask.
    """
    with Management(settings.broker_admin, vhost_of(settings.broker)) as broker:
        return {name: str(each.get("state")) for name, each in broker.shovels().items()}


class LinkStanding(Collector):
    """Figures of the link; shovels only where ``BANGDUAN_BROKER_ADMIN`` is set."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._asked: float | None = None
        self._known: Mapping[str, str] = {}

    def describe(self) -> Iterable[Metric]:
        """Nothing: registering asks nobody."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """The figures of this moment."""
        expires = GaugeMetricFamily(
            "bangduan_certificate_expires_seconds", "Until a certificate of the link expires.",
            labels=("name",),
        )  # fmt: skip
        now = datetime.now(UTC)
        for name, last in certificates(self._settings):
            expires.add_metric([name], (last - now).total_seconds())
        yield expires
        if self._settings.broker_admin:
            up = GaugeMetricFamily(
                "bangduan_shovel_up", "A shovel of this broker runs.", labels=("name",)
            )
            for name, state in self._states().items():
                up.add_metric([name], int(state == RUNNING))
            yield up

    def _states(self) -> Mapping[str, str]:
        """What the broker said last; names it no longer tells of are down, not gone."""
        with self._lock:
            now = time.monotonic()
            if self._asked is None or now - self._asked > _GOOD_SECONDS:
                self._asked = now
                try:
                    self._known = shovels(self._settings)
                except BangDuanError as error:
                    _log.warning("no figures of the link: %s", error)
                    self._known = dict.fromkeys(self._known, "unknown")
            return self._known


def _last(path: Path) -> datetime | None:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
    except (OSError, ValueError):
        return None
