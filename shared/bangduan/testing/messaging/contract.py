"""What any transport must keep, with any store."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from bangduan.testing.messaging.site import new_account

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bangduan.testing.messaging.site import Letter, Site


class TransportContract:
    """Subclass it and give the fixture ``running``: a ``Site``, once for the class.

    ``site`` is then the same for each test: whole, and agreeing.
    """

    @pytest.fixture
    def site(self, running: Site) -> Iterator[Site]:
        """All three services, running, with nothing broken and nothing under way."""
        running.mend()
        running.run()
        yield running
        running.mend()

    # -- once, in order --------------------------------------------------------------------

    def test_every_event_arrives_once_and_in_the_order_of_its_source(self, site: Site) -> None:
        accounts = [new_account() for _ in range(5)]
        for times in (1, 3, 2, 50):
            for account in accounts:
                site.pay(account, times)

        site.wait_agreed()

    def test_more_events_than_one_page_arrive_in_order(self, site: Site) -> None:
        for _ in range(3):
            site.pay(new_account(), 700)

        site.wait_agreed()

    def test_what_was_published_twice_takes_effect_once(self, site: Site) -> None:
        site.pay(new_account(), 20)
        site.wait_agreed()

        site.stop()
        site.change("till", "DELETE FROM relay")
        site.run()
        site.pay(new_account())

        site.wait_agreed()

    # -- crashes ---------------------------------------------------------------------------

    def test_a_crash_before_the_commit_leaves_nothing_half_done(self, site: Site) -> None:
        account = new_account()
        site.breaks("deadly", account)
        site.pay(account, 3)
        site.wait_for(lambda: site.has_died("ledger"))

        site.mend()
        site.run()

        site.wait_agreed()

    def test_a_crash_after_the_commit_does_nothing_twice(self, site: Site) -> None:
        site.breaks("fatal", "yes")
        site.pay(new_account(), 3)
        site.wait_for(lambda: site.has_died("ledger"))

        site.mend()
        site.run()

        site.wait_agreed()

    @pytest.mark.parametrize("service", ["till", "ledger", "display"])
    def test_a_killed_process_comes_back_with_nothing_lost(self, site: Site, service: str) -> None:
        site.pay(new_account(), 100)
        site.kill(service)
        site.run()
        site.pay(new_account(), 10)

        site.wait_agreed()

    # -- away ------------------------------------------------------------------------------

    def test_a_subscriber_that_was_stopped_catches_up(self, site: Site) -> None:
        site.run("till", "ledger")
        site.pay(new_account(), 30)

        site.run()

        site.wait_agreed()

    def test_a_subscriber_that_comes_later_gets_everything_from_the_first_event(
        self, site: Site
    ) -> None:
        site.pay(new_account(), 10)
        site.run("till", "ledger")
        site.forget("display")

        site.run()

        site.wait_agreed()

    def test_what_the_broker_lost_is_replayed(self, site: Site) -> None:
        site.run("till")
        site.pay(new_account(), 40)
        site.stop()
        site.lose()

        site.run()

        site.wait_agreed()

    # -- dead letters ----------------------------------------------------------------------

    def test_an_event_that_fails_is_tried_again_at_growing_intervals(self, site: Site) -> None:
        account = new_account()
        site.breaks("broken", account)
        site.pay(account)
        site.wait_for(lambda: bool(site.letters(account)))

        in_a_batch, *alone = site.attempts(account)
        [letter] = site.letters(account)
        waits = [after - before for before, after in pairwise(alone)]

        assert in_a_batch <= alone[0]
        assert len(alone) == letter.attempts == site.settings.retries
        assert all(wait >= site.settings.backoff_seconds * 2**n for n, wait in enumerate(waits)), (
            waits
        )
        self._settle(site, account)

    def test_a_dead_letter_holds_up_its_own_subject_alone(self, site: Site) -> None:
        poisoned, sound = new_account(), new_account()
        site.breaks("broken", poisoned)
        site.pay(poisoned)
        site.wait_for(lambda: bool(site.letters(poisoned)))
        site.pay(poisoned, 2)
        site.pay(sound, 3)
        site.wait_for(lambda: site.shown().get(sound) == (3, 3))

        letters = site.letters(poisoned)

        assert states(letters) == [(1, "dead"), (2, "parked"), (3, "parked")]
        assert "cannot be displayed" in letters[0].traceback
        assert "Traceback" in letters[0].traceback
        assert poisoned not in site.shown()
        self._settle(site, poisoned)

    def test_letters_outlive_a_restart_and_still_hold_up_their_subject(self, site: Site) -> None:
        account = new_account()
        site.breaks("broken", account)
        site.pay(account)
        site.wait_for(lambda: bool(site.letters(account)))
        site.breaks("broken")
        site.restart("display")
        site.pay(account)
        site.wait_for(lambda: len(site.letters(account)) == 2)

        assert states(site.letters(account)) == [(1, "dead"), (2, "parked")]
        self._settle(site, account)

    def test_retrying_before_a_fix_keeps_everything_where_it_is(self, site: Site) -> None:
        account = new_account()
        site.breaks("broken", account)
        site.pay(account, 3)
        site.wait_for(lambda: len(site.letters(account)) == 3)

        site.done("retry", "display", f"account-{account}")

        letters = site.letters(account)
        assert states(letters) == [(1, "dead"), (2, "parked"), (3, "parked")]
        assert letters[0].attempts == site.settings.retries + 1
        self._settle(site, account)

    def test_two_retries_at_once_take_effect_once(self, site: Site) -> None:
        account = new_account()
        site.breaks("broken", account)
        site.pay(account, 40)
        site.wait_for(lambda: len(site.letters(account)) == 40)
        site.mend()

        retries = [site.do("retry", "display", f"account-{account}") for _ in range(2)]
        assert [retry.wait(timeout=60) for retry in retries] == [0, 0]

        site.wait_agreed()

    def test_a_discarded_letter_lets_those_behind_it_go_on(self, site: Site) -> None:
        account = new_account()
        site.breaks("broken", account)
        site.pay(account, 3)
        site.wait_for(lambda: len(site.letters(account)) == 3)
        site.mend()

        site.done("discard", "display", site.letters(account)[0].id)

        site.wait_for(lambda: site.shown().get(account) == (2, 3))
        assert site.letters(account) == []
        site.run("till", "ledger")
        site.forget("display")
        site.run()
        site.wait_agreed()

    # -- at last, so that the others work on a short log --------------------------------------

    def test_a_long_log_is_replayed_in_many_answers(self, site: Site) -> None:
        lengthen(site)
        site.run("till", "ledger")
        site.forget("display")

        site.run()
        site.pay(new_account(), 5)

        site.wait_agreed(60)

    def _settle(self, site: Site, account: str) -> None:
        """After the fix: what waited is handled, in order."""
        site.mend()
        site.done("retry", "display", f"account-{account}")
        site.wait_agreed()
        assert site.letters(account) == []


def states(letters: list[Letter]) -> list[tuple[int, str]]:
    """Number and state of each letter."""
    return [(letter.number, letter.state) for letter in letters]


def lengthen(site: Site) -> None:
    """Make the till's log longer than what a source sends in one answer."""
    while len(site.paid()) <= 11_000:
        site.pay(new_account(), 1000)
    site.wait_agreed(60)
