"""People at work on passbooks, one command after the other, while a service goes and comes."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final, Protocol, Self

import httpx

from bangduan.testing.processes import wait_until
from bangduan.testing.store.bench import new_id

if TYPE_CHECKING:
    from collections.abc import Mapping

PATH: Final = "/passbook/api/v1/passbooks"
_LONGEST: Final = 120
_MANY: Final = 10


class Open(Protocol):
    """Opens a passbook.

    Raises:
        AssertionError: it was not accepted.
        httpx.HTTPError: there was no answer.
    """

    def __call__(
        self, client: httpx.Client, body: Mapping[str, str], headers: Mapping[str, str]
    ) -> None: ...


class Traffic:
    """Whoever is at work between entering and leaving; who meets a failure goes home.

    Args:
        open: by which passbooks are opened.
        who: headers of those who may.
        people: how many are at work side by side.

    Attributes:
        accepted: ids of the passbooks that were opened, as far as those at work were told.
        failed: what went wrong.
    """

    def __init__(self, open: Open, who: Mapping[str, str], people: int = 4) -> None:
        self._open = open
        self._who = who
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._work) for _ in range(people)]
        self.accepted: list[str] = []
        self.failed: list[Exception] = []

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def goes_on(self) -> None:
        """Wait until many more were accepted than now, or something failed."""
        enough = len(self.accepted) + _MANY * len(self._threads)
        wait_until(
            lambda: bool(self.failed) or len(self.accepted) >= enough, seconds=_LONGEST,
            otherwise=lambda: AssertionError("nothing was accepted any more"),
        )  # fmt: skip

    def _work(self) -> None:
        with httpx.Client(trust_env=False, timeout=_LONGEST) as client:
            try:
                while not self._ended.is_set():
                    self._once(client)
            except (httpx.HTTPError, AssertionError) as error:
                self.failed.append(error)

    def _once(self, client: httpx.Client) -> None:
        id = new_id()
        body = {"passbook_id": id, "holder_id": new_id(), "name": "สมหญิง (สมมติ)"}
        self._open(client, body, {**self._who, "Idempotency-Key": id})
        self.accepted.append(id)


def opened(url: str, who: Mapping[str, str]) -> list[str]:
    """Passbooks in the log of the service at ``url``, once for each time that one was opened."""
    found: list[str] = []
    after: str | None = ""
    while after is not None:
        query = {"after": after} if after else {}
        answer = httpx.get(
            f"{url}/passbook/api/v1/events", params=query, headers=dict(who), trust_env=False
        ).json()
        found += [each["data"]["passbook_id"] for each in answer["items"]]
        after = answer["next"]
    return found
