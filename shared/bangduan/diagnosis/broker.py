"""The broker: does it answer, does it let us in, did it give up on anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from amqp.exceptions import AccessRefused, NotAllowed, NotFound

from bangduan.diagnosis.findings import fine, wrong
from bangduan.messaging.topology import UNDELIVERABLE
from bangduan.messaging.transport import LOST, Connection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bangduan.diagnosis.findings import Finding
    from bangduan.settings import Settings

_SCHEMES: Final = frozenset({"amqp", "amqps"})


def look_at_broker(settings: Settings) -> Iterator[Finding]:
    """The broker, unless everything is in one process."""
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


def _wrong_url(shown: str) -> Finding:
    return wrong(
        "broker", shown, th="BANGDUAN_BROKER ไม่ใช่ที่อยู่ของ AMQP",
        en="BANGDUAN_BROKER is no AMQP address.",
        do_th="ตั้งเป็น amqp://ผู้ใช้:รหัสผ่าน@เครื่อง:5672/ หรือไม่ตั้งเลยเมื่อรันด้วย bangduan up",
        do_en="Set it to amqp://user:password@host:5672/, or leave it unset with bangduan up.",
    )  # fmt: skip
