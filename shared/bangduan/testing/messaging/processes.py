"""What a broker that several processes share must keep besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import kombu

from bangduan.messaging.topology import replay_queue
from bangduan.testing.messaging.contract import lengthen
from bangduan.testing.messaging.site import new_account

if TYPE_CHECKING:
    from bangduan.testing.messaging.site import Site


class ProcessesContract:
    """Mix it into a ``TransportContract``: two processes of one service at a time."""

    def test_two_tills_publish_as_one_and_the_second_takes_over(self, site: Site) -> None:
        site.hosts.launch("till-2", ["till"])
        site.hosts.wait_healthy("till-2")
        try:
            site.pay(new_account(), 5)
            site.pay(new_account(), 5, process="till-2")
            site.wait_agreed()

            site.kill("till")
            site.pay(new_account(), 5, process="till-2")

            site.wait_agreed()
        finally:
            site.hosts.stop("till-2")

    def test_a_standby_till_does_not_swallow_requests_to_replay(self, site: Site) -> None:
        site.hosts.launch("till-2", ["till"])
        site.hosts.wait_healthy("till-2")
        try:
            lengthen(site)
            site.run("till", "ledger")
            site.forget("display")
            site.run()
            site.wait_agreed(60)

            queue = replay_queue(site.settings.tambon, "till")
            with kombu.Connection(site.settings.broker) as connection:
                declared = queue(connection.default_channel).queue_declare(passive=True)
            assert declared.consumer_count == 1
        finally:
            site.hosts.stop("till-2")

    def test_of_two_displays_one_reads_and_the_other_takes_over(self, site: Site) -> None:
        site.hosts.launch("display-2", ["display"])
        site.hosts.wait_healthy("display-2")
        try:
            site.pay(new_account(), 20)
            site.wait_agreed()

            site.kill("display")
            site.pay(new_account(), 20)
            site.wait_agreed()

            site.run()
            site.hosts.kill("display-2")
            site.pay(new_account(), 20)
            site.wait_agreed()
        finally:
            site.hosts.kill("display-2")

    def test_a_display_that_took_over_knows_of_the_other_one_s_dead_letters(
        self, site: Site
    ) -> None:
        account = new_account()
        site.hosts.launch("display-2", ["display"])
        site.hosts.wait_healthy("display-2")
        try:
            site.breaks("broken", account)
            site.pay(account)
            site.wait_for(lambda: bool(site.letters(account)))
            site.mend()
            site.kill("display")
            site.pay(account)
            site.wait_for(lambda: len(site.letters(account)) == 2)

            assert account not in site.shown()

            site.done("retry", "display", f"account-{account}")
            site.wait_agreed()
        finally:
            site.hosts.kill("display-2")
