"""What the province does with the messages in the queue of one of its sites."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from kombu.message import Message

from bangduan.application import Application
from bangduan.events.envelope import CONTENT_TYPE
from bangduan.events.types import Prose, TambonCode
from bangduan.messaging import control
from bangduan.messaging.asking import Asker
from bangduan.messaging.control import Diverged, Replayed
from bangduan.messaging.inbox import Inbox
from bangduan.messaging.subscription import Subscription
from bangduan.store.holding import held
from bangduan.testing.processes import wait_until
from services.province.domain.reconciliation import RequestReplay
from tests.unit.province.test_restored import SITE, Centre, shown

SOURCE = f"/tambon/{SITE}/reporting"
OTHER = "/tambon/110199/reporting"


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    found = Centre(tmp_path / "centre")
    yield found
    found.application.close()


@pytest.fixture
def reading(province: Application) -> Iterator[Subscription]:
    """The province's reading of the site, in a thread of its own."""
    asker = Asker(province.settings)
    subscription = Subscription(Inbox(province, SOURCE), asker, lambda step: step())
    thread = threading.Thread(target=subscription.run)
    thread.start()
    yield subscription
    subscription.stop()
    thread.join()
    asker.close()


def comes(reading: Subscription, body: bytes, content_type: str = CONTENT_TYPE) -> None:
    """Let a message come in."""
    reading.on_message(Message(body=body, content_type=content_type, content_encoding="utf-8"))


def refused(province: Application) -> float | None:
    """How many messages were refused, as the figures tell."""
    labels = {"service": "province", "source": SOURCE}
    return province.meters.registry.get_sample_value("bangduan_refused_messages_total", labels)


def never() -> Exception:
    return AssertionError("it did not happen")


def test_a_message_of_another_source_is_dropped_told_of_and_counted(
    centre: Centre,
    reading: Subscription,
    province: Application,
    caplog: pytest.LogCaptureFixture,
) -> None:
    centre.reaches("centre-founded", "assembly-held")
    first, second = centre.told()
    with caplog.at_level(logging.WARNING, logger="bangduan.messaging.subscription"):
        comes(reading, first.body)
        comes(reading, second.body.replace(SOURCE.encode(), OTHER.encode()))
        comes(reading, Diverged(OTHER, first.sequence).to_bytes(), control.CONTENT_TYPE)
        wait_until(lambda: refused(province) == 2, otherwise=never)
    wait_until(lambda: shown(province) == {"centre-founded"}, otherwise=never)
    assert held(province.database) == []
    told = [record.getMessage() for record in caplog.records]
    assert len([text for text in told if SOURCE in text and OTHER in text]) == 2


def test_what_is_of_the_source_itself_is_taken_and_nothing_refused(
    centre: Centre, reading: Subscription, province: Application
) -> None:
    centre.reaches("centre-founded", "assembly-held")
    for each in centre.told():
        comes(reading, each.body)
    wait_until(lambda: len(shown(province)) == 2, otherwise=never)
    assert not refused(province)


def test_a_source_that_says_it_lacks_what_was_read_is_held(
    centre: Centre, reading: Subscription, province: Application
) -> None:
    centre.reaches("centre-founded")
    (only,) = centre.told()
    comes(reading, only.body)
    wait_until(lambda: shown(province) != set(), otherwise=never)
    comes(reading, Diverged(SOURCE, only.sequence).to_bytes(), control.CONTENT_TYPE)
    wait_until(lambda: len(held(province.database)) == 1, otherwise=never)


def test_a_source_that_is_read_anew_is_shown_once_it_says_that_this_was_all(
    centre: Centre, reading: Subscription, province: Application
) -> None:
    centre.reaches("centre-founded", "assembly-held")
    before = centre.told()
    comes(reading, before[0].body)
    wait_until(lambda: shown(province) == {"centre-founded"}, otherwise=never)
    province.execute(RequestReplay(tambon=TambonCode(SITE), reason=Prose("สอบทาน (สมมติ)")))
    reading.resolve()
    for each in before:
        comes(reading, each.body)
    comes(reading, Replayed(SOURCE, more=True).to_bytes(), control.CONTENT_TYPE)
    wait_until(lambda: reading.inbox.sequence == before[1].sequence, otherwise=never)
    assert shown(province) == {"centre-founded"}
    comes(reading, Replayed(SOURCE, more=False).to_bytes(), control.CONTENT_TYPE)
    wait_until(lambda: len(shown(province)) == 2, otherwise=never)
    wait_until(lambda: held(province.database) == [], otherwise=never)
