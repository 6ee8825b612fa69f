"""The subscription entrypoint: a nameko entrypoint that reads every source a service follows.

    @subscribe(application)
    def read(self, step):
        return step()

Each source is read on its own, in a green thread of its own; all share one connection to consume
and one to ask. A province's sites come and go while it runs: whom it follows is looked up every
moment, a new one is read within seconds, and one that is let go is read no further. What the
broker holds meanwhile for one that comes back, or has dropped, the source replays.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

from eventlet.event import Event
from nameko.extensions import Entrypoint

from bangduan.errors import StoreError
from bangduan.events.envelope import source_name
from bangduan.messaging.asking import Asker
from bangduan.messaging.consumer import QueueConsumer
from bangduan.messaging.inbox import Inbox
from bangduan.messaging.subscription import Subscription
from bangduan.store import holding

if TYPE_CHECKING:
    from collections.abc import Callable

    from bangduan.application import Application

_log = logging.getLogger(__name__)


class Subscriptions(Entrypoint):
    """Reads every source of one service.

    Args:
        application: the subscriber.
    """

    queue_consumer = QueueConsumer()

    def __init__(self, application: Application, **options: Any) -> None:
        super().__init__(**options)
        self._application = application
        self._asker = Asker(application.settings)
        self._running: dict[str, Subscription] = {}
        self._stopping = threading.Event()
        self._looked = threading.Event()
        self._looking: Any = None

    @property
    def sources(self) -> frozenset[str]:
        """What is being read now: ``/tambon/<code>/<service>``."""
        return frozenset(self._running)

    # -- nameko's life cycle ---------------------------------------------------------------

    def setup(self) -> None:
        self._application.on_commit.append(self._looked.set)

    def start(self) -> None:
        self._follow()
        self._looking = self.container.spawn_managed_thread(self._look)

    def stop(self) -> None:
        self._end()
        self._looking.wait()
        running = list(self._running.values())
        for each in running:
            each.stop()
        for each in running:
            self._let_go(each)
        self._asker.close()

    def kill(self) -> None:
        self._end()
        for each in self._running.values():
            each.stop()

    def _end(self) -> None:
        self._stopping.set()
        self._looked.set()

    # -- who is followed -------------------------------------------------------------------

    def _look(self) -> None:
        """Follow whom the log says, and carry out what was decided, until stopped."""
        service, settings = self._application.service, self._application.settings
        if service.following is None and service.on_divergence != "hold":
            return
        while not self._stopping.is_set():
            self._looked.clear()
            try:
                self._follow()
                for source in holding.decided(self._application.database):
                    if source in self._running:
                        self._running[source].resolve()
            except StoreError as error:
                _log.warning("whom to follow is looked up again: %s", error)
            # another process may decide, too
            self._looked.wait(settings.poll_seconds)

    def _follow(self) -> None:
        wanted = {source_name(*each) for each in self._application.sources()}
        for source in sorted(self._running.keys() - wanted):
            _log.warning("%s is followed no longer", source)
            gone = self._running.pop(source)
            gone.stop()
            self._let_go(gone)
        for source in sorted(wanted - self._running.keys()):
            _log.info("%s is followed", source)
            new = Subscription(Inbox(self._application, source), self._asker, self._call)
            self._running[source] = new
            self.container.spawn_managed_thread(new.run)
            self.queue_consumer.register_provider(new)

    def _let_go(self, subscription: Subscription) -> None:
        """What was received and not handled is replayed when it is followed again."""
        subscription.ended.wait()
        self.queue_consumer.unregister_provider(subscription)

    def _call(self, step: Callable[[], Any]) -> Any:
        """Carry out a step of the inbox in a nameko worker and wait for what it returns."""
        outcome = Event()

        def handle_result(_worker: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
            if exc_info is None:
                outcome.send(result)
            else:
                outcome.send_exception(*exc_info)
            return result, exc_info

        self.container.spawn_worker(self, (step,), {}, handle_result=handle_result)
        return outcome.wait()


subscribe = Subscriptions.decorator
