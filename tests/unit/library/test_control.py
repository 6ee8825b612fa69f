"""A request between releases: what one does not know, it lets be."""

from __future__ import annotations

import orjson
import pytest

from bangduan.events.envelope import START
from bangduan.messaging.control import ReplayRequest

QUEUE = "110000.province.from.110113.reporting"
AFTER = str(START)


@pytest.mark.parametrize("enclosed", [None, {}, {"reviews": [{"period": "2026-06"}]}])
def test_what_is_asked_and_enclosed_reads_the_same(enclosed: dict[str, object] | None) -> None:
    request = ReplayRequest(QUEUE, AFTER, None, enclosed)

    assert ReplayRequest.from_bytes(request.to_bytes()) == request


@pytest.mark.parametrize("more", [{}, {"enclosed": None}, {"enclosed": [1]}, {"unknown": 1}])
def test_a_request_of_another_release_is_read(more: dict[str, object]) -> None:
    body = orjson.dumps({"replay": {"queue": QUEUE, "after": AFTER, "last_id": None, **more}})

    assert ReplayRequest.from_bytes(body) == ReplayRequest(QUEUE, AFTER, None)
