"""Services in a process: nameko containers, their web servers, start and stop.

``serve`` runs some services on one address; ``up`` runs a whole site and a province, embedded.
Import this module only after ``green.patch()``: everything below waits in green threads.
"""

from __future__ import annotations

import dataclasses
import logging
import os
import signal
import threading
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import eventlet
from nameko.extensions import DependencyProvider
from nameko.runners import ServiceRunner
from nameko.web.server import BindAddress, WebServer

from bangduan.access import SOURCE
from bangduan.application import Application
from bangduan.chores import Chores
from bangduan.errors import ConfigurationError, MalformedMessage
from bangduan.messaging.consumer import QueueConsumer
from bangduan.messaging.control import ReplayRequest
from bangduan.messaging.following import subscribe
from bangduan.messaging.relay import Relay
from bangduan.messaging.topology import replay_queue
from bangduan.readiness import Readiness
from bangduan.rebuilding import prepare
from bangduan.service import installed
from bangduan.web.app import create_app, front
from bangduan.web.neighbours import Neighbours
from bangduan.web.observed import DRAINING, UnderWay

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flask import Flask
    from kombu.message import Message

    from bangduan.service import Service
    from bangduan.settings import Settings
    from bangduan.web.app import Wsgi

_log = logging.getLogger(__name__)

#: Together less than the ten seconds after which container engines cut off.
_STOP_SECONDS: Final = 6
_KILL_SECONDS: Final = 2
_MAX_WORKERS: Final = 100
_LOOK_SECONDS: Final = 0.02


class Relaying(DependencyProvider):
    """Runs the relay of one application beside its container and takes replay requests."""

    queue_consumer = QueueConsumer()
    prefetch = 50

    def __init__(self, application: Application) -> None:
        self._application = application
        self.broker = application.settings.broker
        self.declares = application.settings.broker_declare
        self.queue = replay_queue(application.tambon, application.service.name)
        self._wakeup = threading.Event()
        self._thread: Any = None
        self.relay = Relay(application, self._wait)

    def setup(self) -> None:
        self.queue_consumer.register_provider(self)
        self._application.on_commit.append(self._wakeup.set)

    def start(self) -> None:
        self._thread = self.container.spawn_managed_thread(self.relay.run)

    def stop(self) -> None:
        self.relay.stop()
        self._wakeup.set()
        self._thread.wait()
        self.queue_consumer.unregister_provider(self)

    def kill(self) -> None:
        self.relay.stop()

    @property
    def wanted(self) -> bool:
        """Only the leader replays: requests that reached another process would be lost."""
        return self.relay.is_leader

    def on_connected(self) -> None:
        """Nothing to do: subscribers ask again."""

    def on_message(self, message: Message) -> None:
        """Take a subscriber's request."""
        try:
            request = ReplayRequest.from_bytes(message.body)
        except MalformedMessage as error:
            _log.error("dropped a request: %s", error)
        else:
            self.relay.request(request)
            if request.enclosed is not None:
                # it is decided upon in the database, for which other messages need not wait
                opening = partial(self._open, request.queue.partition(".")[0], request.enclosed)
                self.container.spawn_managed_thread(opening)
        message.ack()
        self._wakeup.set()

    def _open(self, sender: str, enclosed: Mapping[str, Any]) -> None:
        """Hand what was enclosed to the service; nobody at our own site has anything to enclose."""
        opens = self._application.service.opens
        if opens is None or sender == self._application.tambon:
            return
        try:
            opens(self._application, sender, enclosed)
        except Exception:  # noqa: BLE001 (whatever it was, it is said again)
            _log.exception("what %s enclosed could not be taken", sender)

    def _wait(self, seconds: float) -> None:
        self._wakeup.wait(seconds)
        self._wakeup.clear()


class Minding(DependencyProvider):
    """Does the chores of one application beside its container."""

    def __init__(self, application: Application) -> None:
        self._wakeup = threading.Event()
        self._thread: Any = None
        self.chores = Chores(application, self._wakeup.wait)

    def start(self) -> None:
        self._thread = self.container.spawn_managed_thread(self.chores.run)

    def stop(self) -> None:
        self.chores.stop()
        self._wakeup.set()
        self._thread.wait()

    def kill(self) -> None:
        self.chores.stop()


class _FlaskServer(WebServer):
    """nameko's web server with our WSGI application in it."""

    @property
    def bind_addr(self) -> BindAddress:
        # nameko looks at every property before there are providers
        return next((p.address for p in self._providers), BindAddress("127.0.0.1", 0))

    def get_wsgi_app(self) -> Wsgi:
        provider: Serving = next(iter(self._providers))
        return provider.wsgi

    def stop(self) -> None:
        if self._gt is not None:
            super().stop()


class Serving(DependencyProvider):
    """Serves a WSGI application from a container."""

    server = _FlaskServer()

    def __init__(self, wsgi: Wsgi, host: str, port: int) -> None:
        self._under_way = UnderWay(wsgi)
        self.wsgi: Wsgi = self._under_way
        self.address = BindAddress(host, port)

    def setup(self) -> None:
        self.server.register_provider(self)

    def start(self) -> None:
        self.server.start()

    def stop(self) -> None:
        """No new connection is taken; what is being answered is answered to its end."""
        self.server.unregister_provider(self)
        self.server.stop()
        while self._under_way.count:
            eventlet.sleep(_LOOK_SECONDS)


@dataclasses.dataclass(frozen=True, slots=True)
class Origin:
    """Services under one address.

    Attributes:
        services: what is served.
        settings: where they run; ``host`` and ``port`` are the address.
    """

    services: Sequence[Service]
    settings: Settings


class Host:
    """Every container of one process.

    Args:
        origins: addresses and what is behind them.
        on_progress: told of each rebuild at start: service, projection, events.
    """

    def __init__(
        self,
        origins: Sequence[Origin],
        on_progress: Callable[[str, str, int], None] = lambda *_: None,
    ) -> None:
        self.applications: list[Application] = []
        self._runner = ServiceRunner({"max_workers": _MAX_WORKERS, "AMQP_URI": "memory://"})
        for origin in origins:
            self._add(origin, on_progress)
        first = origins[0].settings
        self._ready = Readiness(first.host, first.ready_port)

    def start(self) -> None:
        """Start every container; returns when all addresses answer."""
        DRAINING.clear()
        self._runner.start()
        self._ready.open()

    def drain(self) -> None:
        """Say that we are going, and go on answering until the proxy has seen it."""
        self._ready.close()
        DRAINING.set()
        eventlet.sleep(max(each.settings.drain_seconds for each in self.applications))

    def stop(self) -> None:
        """Stop in order, within bounded time: what is under way ends, then the rest is cut off."""
        try:
            with eventlet.Timeout(_STOP_SECONDS):
                self._runner.stop()
        except eventlet.Timeout:
            _log.warning("not stopped after %s seconds; cutting off", _STOP_SECONDS)
            try:
                with eventlet.Timeout(_KILL_SECONDS):
                    self._runner.kill()
            except eventlet.Timeout:
                _log.error("not even cut off; ending the process")
                os._exit(1)
        for application in self.applications:
            application.close()

    def run(self, started: Callable[[], None] = lambda: None) -> None:
        """Start, run until SIGTERM or SIGINT, stop."""
        asked = eventlet.event.Event()

        def ask(*_: object) -> None:
            if not asked.ready():
                eventlet.spawn(asked.send)

        signal.signal(signal.SIGTERM, ask)
        signal.signal(signal.SIGINT, ask)
        self.start()
        eventlet.spawn(self._watch, asked)
        started()
        asked.wait()
        self.drain()
        self.stop()

    def _watch(self, asked: Any) -> None:
        """End the process when a container dies: what supervises it starts it again."""
        try:
            self._runner.wait()
        except Exception:  # noqa: BLE001 (whatever it died of, the process ends)
            _log.exception("a container died")
            os._exit(1)

    def _add(self, origin: Origin, on_progress: Callable[[str, str, int], None]) -> None:
        apps: dict[str, Flask] = {}
        beside = Neighbours(origin.settings.neighbours_origin)
        root = ""
        for service in origin.services:
            application = Application(service, origin.settings)
            prepare(application, partial(on_progress, service.name))
            self.applications.append(application)
            apps[service.name] = create_app(application, origin.services, beside)
            self._runner.add_service(container_class(application))
            if service.pages is not None or not root:
                root = service.name
        address = Serving(front(apps, root), origin.settings.host, origin.settings.port)
        self._runner.add_service(type("Front", (), {"name": f"front_{root}", "web": address}))


def container_class(application: Application) -> type:
    """The nameko service class of one application: its relay and its subscriptions."""
    members: dict[str, Any] = {
        # a site and a province in one process have a service of the same name each
        "name": f"{application.service.name}_{application.tambon}",
        "relaying": Relaying(application),
        "minding": Minding(application),
    }

    def read(_self: object, step: Callable[[], Any]) -> Any:
        return step()

    members[read.__name__] = subscribe(application)(read)
    return type(application.service.name.title(), (), members)


def require_sign_in(settings: Settings) -> None:
    """Refuse to listen to the world where nobody can be asked who they are.

    Raises:
        ConfigurationError: the accounts service is not installed, and the address is not this
            machine's own, nor behind a proxy.
    """
    alone = settings.host in {"127.0.0.1", "localhost", "::1"} or settings.behind_proxy > 0
    if not alone and SOURCE not in installed():
        msg = (
            f"Without the accounts service, listening on {settings.host} would let anybody in. "
            "Install it, use BANGDUAN_HOST=127.0.0.1, or set BANGDUAN_BEHIND_PROXY=1 where a "
            "proxy asks who comes."
        )
        raise ConfigurationError(msg)
