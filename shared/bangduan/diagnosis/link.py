"""The link between a site and its province: certificates, shovels, and whether anything comes."""

from __future__ import annotations

import contextlib
import dataclasses
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import orjson

from bangduan.diagnosis.findings import fine, note, wrong
from bangduan.errors import BangDuanError, ConfigurationError, StoreError
from bangduan.link.standing import Folder
from bangduan.metrics.link import RUNNING, certificates, shovels
from bangduan.places import PROVINCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bangduan.diagnosis.findings import Finding
    from bangduan.places import Place
    from bangduan.settings import Settings

_SOON: Final = timedelta(days=14)
#: A site tells of itself every day at least, when it digests its log.
_SILENT: Final = timedelta(days=3)
_NEWEST: Final = (
    "SELECT s.source, (SELECT i.body FROM inbox i WHERE i.source = s.source "
    "ORDER BY i.sequence DESC LIMIT 1) FROM subscriptions s ORDER BY s.source"
)


@dataclasses.dataclass(frozen=True, slots=True)
class LinkState:
    """Whom a site is joined to, and how the line is.

    Attributes:
        province: six digits.
        broker: ``host:port`` of the province's broker.
        certificate_until: last moment of the certificate in use.
        shovels: state by name; None where the broker cannot be asked.
    """

    province: str
    broker: str
    certificate_until: datetime
    shovels: Mapping[str, str] | None


def link_state(settings: Settings) -> LinkState | None:
    """How the link of a site stands; None where it is joined to nobody, or nobody can tell."""
    try:
        joined = Folder(settings.link_path).read()
    except ConfigurationError:
        return None  # the doctor tells of it
    if joined is None:
        return None
    states: Mapping[str, str] | None = None
    if settings.broker_admin:
        with contextlib.suppress(BangDuanError):
            states = shovels(settings)
    return LinkState(joined.province, f"{joined.host}:{joined.port}", joined.not_after, states)


def look_at_link(settings: Settings, places: Sequence[Place]) -> Iterator[Finding]:
    """Everything about the link that can be seen from this machine; nothing where there is none."""
    yield from _look_at_certificates(settings)
    yield from _look_at_shovels(settings)
    for place in places:
        if place.service.scope == PROVINCE:
            yield from _look_at_silence(place)


def _look_at_certificates(settings: Settings) -> Iterator[Finding]:
    now = datetime.now(UTC)
    for name, last in certificates(settings):
        if last - now > _SOON:
            yield fine(
                "certificate", name, th=f"ใบรับรองใช้ได้ถึง {last:%Y-%m-%d}",
                en=f"The certificate is good until {last:%Y-%m-%d}.",
            )  # fmt: skip
            continue
        th, en = _RENEWALS[name]
        gone = last <= now
        yield wrong(
            "certificate", name,
            th=f"ใบรับรอง{'หมดอายุแล้วเมื่อ' if gone else 'จะหมดอายุ'} {last:%Y-%m-%d %H:%M} UTC",
            en=f"The certificate {'expired' if gone else 'expires'} {last:%Y-%m-%d %H:%M} UTC.",
            do_th=f"ตรวจนาฬิกาเครื่องก่อน (timedatectl) แล้ว{th}",
            do_en=f"See that the clock is right (timedatectl), then {en}",
        )  # fmt: skip


_RENEWALS: Final = {
    "link": (
        "สั่ง bangduan join --renew หากหมดอายุแล้วให้ขอคำเชิญใหม่จากจังหวัด",
        "run bangduan join --renew; if it has expired, ask the province for a new invitation.",
    ),
    "province": (
        "ขอคำเชิญใหม่จากจังหวัด แล้วสั่ง bangduan join ไฟล์ --anew",
        "ask the province for a new invitation, and run bangduan join FILE --anew.",
    ),
    "authority": (
        "เตรียมศูนย์ออกใบรับรองใหม่และเชิญทุกตำบลอีกครั้ง (ดูคู่มือ runbook)",
        "make a new authority and invite every site anew (see the runbook).",
    ),
    "broker": (
        "ออกใบรับรองของโบรกเกอร์ใหม่ด้วย bangduan province init --renew-server แล้วเริ่ม RabbitMQ ใหม่",
        "run bangduan province init --renew-server for a new one, and start RabbitMQ again.",
    ),
}


def _look_at_shovels(settings: Settings) -> Iterator[Finding]:
    try:
        joined = Folder(settings.link_path).read()
    except ConfigurationError as error:
        yield wrong(
            "link", str(settings.link_path), th=error.th, en=error.en,
            do_th="กู้คืนโฟลเดอร์นี้จากไฟล์สำรองที่เข้ารหัส (bangduan restore)",
            do_en="Bring the folder back from a sealed backup (bangduan restore).",
        )  # fmt: skip
        return
    if joined is None:
        return
    shown = f"{joined.host}:{joined.port}"
    if not settings.broker_admin:
        yield note(
            "shovel", shown, th="ไม่ได้ตั้ง BANGDUAN_BROKER_ADMIN จึงตรวจการเชื่อมกับจังหวัดไม่ได้",
            en="BANGDUAN_BROKER_ADMIN is not set, so the link to the province was not looked at.",
        )  # fmt: skip
        return
    try:
        states = shovels(settings)
    except BangDuanError as error:
        yield wrong(
            "shovel", shown, th=error.th, en=error.en,
            do_th="แก้ BANGDUAN_BROKER_ADMIN หรือเริ่ม RabbitMQ", do_en="Correct "
            "BANGDUAN_BROKER_ADMIN, or start RabbitMQ.",
        )  # fmt: skip
        return
    down = ", ".join(f"{name} ({state})" for name, state in states.items() if state != RUNNING)
    if states and not down:
        yield fine("shovel", shown, th="เชื่อมกับจังหวัดอยู่", en="The link to the province is up.")
        return
    yield wrong(
        "shovel", shown,
        th=f"การเชื่อมกับจังหวัดขัดข้อง: {down or 'ยังไม่ได้ตั้งค่าที่โบรกเกอร์'}",
        en=f"The link to the province is down: {down or 'it is not set up at the broker'}.",
        do_th="สั่ง bangduan join --check ดูว่าติดที่ใด หากโบรกเกอร์ถูกล้างให้สั่ง bangduan join --repair "
        "ข้อมูลไม่สูญหาย จะส่งต่อเองเมื่อเชื่อมได้",
        do_en="Run bangduan join --check to see where it is stuck; if the broker was emptied, "
        "bangduan join --repair. Nothing is lost: all is sent when the link is back.",
    )  # fmt: skip


def _look_at_silence(place: Place) -> Iterator[Finding]:
    """Sites of which nothing came for days: their line, their broker or their machine is down."""
    try:
        database = place.open()
        if database is None:
            return
        with closing(database):
            found = database.rows(_NEWEST)
    except StoreError:
        return  # told of where databases are looked at
    now = datetime.now(UTC)
    for source, body in found:
        if body is None:
            continue
        last = datetime.fromisoformat(orjson.loads(body)["time"])
        if now - last > _SILENT:
            yield note(
                "link-silent", source,
                th=f"ไม่มีข่าวจาก {source} ตั้งแต่ {last:%Y-%m-%d %H:%M} UTC โปรดโทรสอบถามตำบล "
                "ให้สั่ง bangduan join --check",
                en=f"Nothing came from {source} since {last:%Y-%m-%d %H:%M} UTC. Ask the site to "
                "run bangduan join --check.",
            )  # fmt: skip
