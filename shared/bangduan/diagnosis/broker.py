"""The broker: does it answer, does it let us in, did it give up on anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from amqp.exceptions import AccessRefused, NotAllowed, NotFound

from bangduan.diagnosis.findings import fine, wrong
from bangduan.errors import BangDuanError
from bangduan.link.management import Management
from bangduan.messaging.topology import UNDELIVERABLE, subscriber_queue
from bangduan.messaging.transport import LOST, Connection
from bangduan.metrics.link import vhost_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bangduan.diagnosis.findings import Finding
    from bangduan.places import Place
    from bangduan.settings import Settings

_ALARMS: Final = {
    "memory": ("หน่วยความจำเต็ม", "it is out of memory"),
    "disk": ("ดิสก์ใกล้เต็ม", "its disk is nearly full"),
}
_SCHEMES: Final = frozenset({"amqp", "amqps"})


def look_at_broker(settings: Settings, places: Sequence[Place]) -> Iterator[Finding]:
    """The broker, unless everything is in one process, and the queues of the services there."""
    if settings.is_embedded:
        yield fine(
            "broker", "memory", th="ทำงานในโปรเซสเดียว ไม่ต้องใช้ตัวกลางข้อความ (broker)",
            en="Everything is in one process; there is no broker to look at.",
        )  # fmt: skip
        return
    url = urlsplit(settings.broker)
    shown = f"{url.hostname}:{url.port or 5672}{url.path}"
    if url.scheme not in _SCHEMES:
        yield _wrong_url(shown)
        return
    try:
        with Connection(settings.broker) as connection:
            yield fine("broker", shown, th="ต่อกับตัวกลางข้อความได้", en="The broker lets us in.")
            yield from _look_at_undeliverable(connection.channel(), shown)
            yield from _look_at_queues(connection, places)
        yield from _look_at_alarms(settings, shown)
    except AccessRefused:
        yield wrong(
            "broker", shown, th=f"ตัวกลางข้อความไม่รับชื่อผู้ใช้ {url.username!r} หรือรหัสผ่านนี้",
            en=f"The broker does not take the user {url.username!r} or the password.",
            do_th="แก้ชื่อผู้ใช้และรหัสผ่านใน BANGDUAN_BROKER หรือตั้งรหัสใหม่ด้วย rabbitmqctl change_password",
            do_en="Set user and password in BANGDUAN_BROKER to those of the broker, or change them "
            "there: rabbitmqctl change_password.",
        )  # fmt: skip
    except NotAllowed as error:
        yield wrong(
            "broker", shown, th=f"ตัวกลางข้อความไม่ให้เข้า: {error.reply_text}",
            en=f"The broker does not let us in: {error.reply_text}.",
            do_th="ตรวจชื่อ virtual host ท้าย BANGDUAN_BROKER และสิทธิ์ของผู้ใช้ "
            "(rabbitmqctl set_permissions)",
            do_en="Check the virtual host at the end of BANGDUAN_BROKER, and the user's "
            "permissions on it (rabbitmqctl set_permissions).",
        )  # fmt: skip
    except LOST as error:
        yield wrong(
            "broker", shown, th=f"ต่อกับตัวกลางข้อความไม่ได้: {error}",
            en=f"The broker cannot be reached: {error}.",
            do_th="เริ่ม RabbitMQ หรือแก้ที่อยู่ใน BANGDUAN_BROKER ระหว่างนี้ยังบันทึกข้อมูลได้ จะส่งต่อเมื่อกลับมา",
            do_en="Start RabbitMQ, or set the address in BANGDUAN_BROKER. Meanwhile records are "
            "taken, and leave when it is back.",
        )  # fmt: skip


def _look_at_undeliverable(channel: Any, shown: str) -> Iterator[Finding]:
    try:
        count = channel.queue_declare(UNDELIVERABLE.name, passive=True).message_count
    except NotFound:
        # made by the first service that connects
        return
    if count:
        yield wrong(
            "undeliverable", shown,
            th=f"คิว {UNDELIVERABLE.name} มี {count:,} ข้อความที่ส่งซ้ำหลายครั้งแล้วยังรับไม่สำเร็จ",
            en=f"The queue {UNDELIVERABLE.name} holds {count:,} messages that a subscriber was "
            "given again and again and never took.",
            do_th="ไม่มีข้อมูลสูญหาย ผู้รับจะขอใหม่เอง ดูใน log ว่าบริการใดล้มซ้ำ ๆ แล้วล้างคิวด้วย "
            f"rabbitmqctl purge_queue {UNDELIVERABLE.name}",
            do_en="Nothing is lost: the subscriber asks for them again. See in the logs which "
            "service kept ending, then empty the queue: "
            f"rabbitmqctl purge_queue {UNDELIVERABLE.name}.",
        )  # fmt: skip


def _look_at_queues(connection: Connection, places: Sequence[Place]) -> Iterator[Finding]:
    """Queues with messages in them that nobody takes: their service is not running."""
    for place in places:
        own = place.settings.tambon
        for tambon, source in place.service.sources_at(place.settings):
            name = subscriber_queue(own, place.service.name, tambon, source).name
            try:
                queue = connection.channel().queue_declare(name, passive=True)
            except (NotFound, AccessRefused):
                continue  # never started, or none of our business: the refusal ends the channel
            if queue.message_count and not queue.consumer_count:
                yield wrong(
                    "queue", place.name,
                    th=f"คิว {name} มี {queue.message_count:,} ข้อความ แต่ไม่มีบริการรับ",
                    en=f"The queue {name} holds {queue.message_count:,} messages and nobody takes "
                    "them.",
                    do_th=f"เริ่มบริการ {place.service.name} (docker compose up -d "
                    f"{place.service.name}) ข้อความจะถูกรับต่อเอง ไม่มีข้อมูลสูญหาย",
                    do_en=f"Start {place.service.name} (docker compose up -d "
                    f"{place.service.name}): it takes them up by itself, nothing is lost.",
                )  # fmt: skip


def _look_at_alarms(settings: Settings, shown: str) -> Iterator[Finding]:
    """Out of memory or disk the broker takes nothing more; only its management API says so."""
    if not settings.broker_admin:
        return
    try:
        with Management(settings.broker_admin, vhost_of(settings.broker)) as broker:
            alarms = broker.alarms()
    except BangDuanError as error:
        yield wrong(
            "broker-admin", shown, th=error.th, en=error.en,
            do_th="แก้ BANGDUAN_BROKER_ADMIN และตรวจว่าเปิด rabbitmq_management แล้ว "
            "(rabbitmq-plugins enable rabbitmq_management)",
            do_en="Correct BANGDUAN_BROKER_ADMIN, and see that the plugin is on "
            "(rabbitmq-plugins enable rabbitmq_management).",
        )  # fmt: skip
        return
    for alarm in alarms:
        what_th, what_en = _ALARMS[alarm]
        yield wrong(
            "broker-alarm", shown,
            th=f"ตัวกลางข้อความหยุดรับข้อความเพราะ{what_th}",
            en=f"The broker takes no more messages: {what_en}.",
            do_th="เพิ่มพื้นที่หรือหน่วยความจำให้เครื่องของ RabbitMQ (ดูด้วย rabbitmqctl status) "
            "ระหว่างนี้ยังบันทึกข้อมูลได้ จะส่งต่อเองเมื่อกลับเป็นปกติ",
            do_en="Give RabbitMQ's machine more room or memory (rabbitmqctl status shows what it "
            "lacks). Meanwhile records are taken, and leave when the alarm is over.",
        )  # fmt: skip


def _wrong_url(shown: str) -> Finding:
    return wrong(
        "broker", shown, th="BANGDUAN_BROKER ไม่ใช่ที่อยู่ของ AMQP",
        en="BANGDUAN_BROKER is no AMQP address.",
        do_th="ตั้งเป็น amqp://ผู้ใช้:รหัสผ่าน@เครื่อง:5672/ หรือไม่ตั้งเลยเมื่อรันด้วย bangduan up",
        do_en="Set it to amqp://user:password@host:5672/, or leave it unset with bangduan up.",
    )  # fmt: skip
