"""Our relay, from the log to the broker's confirms.

python -m tests.benchmarks.workers.relay DATABASE-URL BROKER-URL SIZE
"""

# ruff: noqa: E402 - everything else is imported after the patch, as in a service
from __future__ import annotations

from bangduan import green

green.patch()

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bangduan.application import Application
from bangduan.messaging.relay import Relay
from bangduan.messaging.topology import subscriber_queue
from bangduan.messaging.transport import Connection
from bangduan.settings import Settings
from tests.benchmarks.workers.ours import seed
from tests.benchmarks.workers.protocol import serve
from tests.benchmarks.workers.savings import BARE

if TYPE_CHECKING:
    from tests.benchmarks.workers.protocol import Run


def main(database: str, broker: str, size: int) -> None:
    """Relay the whole log in every run, into one subscriber's queue."""
    with tempfile.TemporaryDirectory() as data, Connection(broker) as connection:
        settings = Settings(data=Path(data), database=database, broker=broker)
        application = Application(BARE, settings)
        seed(application, size)
        queue = subscriber_queue(settings.tambon, "follower", settings.tambon, BARE.name)
        queue = queue(connection.channel())
        queue.declare()

        def prepare() -> Run:
            queue.purge()
            application.database.write([("DELETE FROM relay", ())])
            relay = Relay(application, lambda _: relay.stop())

            def run() -> int:
                relay.run()
                head = application.log.head()
                assert head is not None
                assert relay.published == head.place
                return size

            return run

        serve(prepare)
        application.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
