"""What goes from service to service: what has not left, what failed, what no longer fits."""

from __future__ import annotations

import time
from contextlib import closing
from typing import TYPE_CHECKING, Final

from bangduan.diagnosis.findings import fine, wrong
from bangduan.diagnosis.standing import standing
from bangduan.events.envelope import Place as Sequence
from bangduan.places import looked_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Sequence as Several
    from collections.abc import Set as AbstractSet

    from bangduan.diagnosis.findings import Finding
    from bangduan.diagnosis.standing import Following, Standing
    from bangduan.places import Place
    from bangduan.settings import Settings

_MOVES_WITHIN_SECONDS: Final = 4.0
_LOOK_AGAIN_SECONDS: Final = 0.25


def look_at_flow(places: Several[Place], settings: Settings) -> Iterator[Finding]:
    """Everything between services. What is only under way gets a few seconds to arrive."""
    first = [standing(place, settings) for place in places]
    last = first
    deadline = time.monotonic() + _MOVES_WITHIN_SECONDS
    while any(map(_is_under_way, last)) and time.monotonic() < deadline:
        time.sleep(_LOOK_AGAIN_SECONDS)
        last = [standing(place, settings) for place in places]
    stuck = {f"/tambon/{now.tambon}/{now.service}" for now in last if now.pending}
    for place, before, now in zip(places, first, last, strict=True):
        if before.state == now.state == "ready":
            yield _backlog(before, now)
            yield from _waiting(now)
            yield from _divergence(now)
            yield from _lag(before, now, stuck)
            yield from _lost(place)


def _is_under_way(now: Standing) -> bool:
    return now.pending > 0 or any(source.behind for source in now.follows)


def _backlog(before: Standing, now: Standing) -> Finding:
    if now.pending and now.published == before.published:
        return wrong(
            "relay", now.service,
            th=f"มี {now.pending:,} เหตุการณ์ที่ยังส่งออกไปไม่ได้",
            en=f"{now.pending:,} events have not left, and none is leaving.",
            do_th=f"เริ่มบริการ {now.service} หากทำงานอยู่แล้วให้ตรวจตัวกลางข้อความ (broker) "
            "ข้อมูลไม่สูญหาย จะส่งต่อเองเมื่อกลับมา",
            do_en=f"Start {now.service}; if it runs, see to the broker. Nothing is lost: they "
            "leave when it is back.",
        )  # fmt: skip
    if now.pending:
        return fine(
            "relay", now.service,
            th=f"กำลังส่งออกอีก {now.pending:,} เหตุการณ์", en=f"{now.pending:,} events are leaving."
        )  # fmt: skip
    return fine("relay", now.service, th="ส่งเหตุการณ์ออกครบแล้ว", en="Every event has left.")


def _waiting(now: Standing) -> Iterator[Finding]:
    if now.dead or now.parked:
        yield wrong(
            "dead-letters", now.service,
            th=f"มี {now.dead:,} เหตุการณ์ที่รับไม่สำเร็จ และ {now.parked:,} เหตุการณ์ที่รออยู่หลังจากนั้น",
            en=f"{now.dead:,} events failed here, and {now.parked:,} wait behind them.",
            do_th=f"ดูสาเหตุด้วย bangduan dead-letters list --service {now.service} แก้ไขแล้วสั่ง "
            f"bangduan dead-letters retry --all --service {now.service}",
            do_en=f"See why: bangduan dead-letters list --service {now.service}. Put it right, "
            f"then bangduan dead-letters retry --all --service {now.service}.",
        )  # fmt: skip


def _divergence(now: Standing) -> Iterator[Finding]:
    for source in now.follows:
        if source.diverged and source.source not in now.held:
            yield wrong(
                "diverged", now.service,
                th=f"{source.source} ไม่มีเหตุการณ์ล่าสุดที่อ่านไปแล้ว (ถูกกู้คืนจากไฟล์สำรองที่เก่ากว่า)",
                en=f"{source.source} no longer holds the last event that was read of it: it was "
                "restored from an older backup.",
                do_th=f"เริ่มบริการ {now.service} และ {source.source.rpartition('/')[2]} "
                "ระบบจะเก็บส่วนที่อ่านไว้แยกต่างหากแล้วอ่านใหม่เอง",
                do_en=f"Start {now.service} and {source.source.rpartition('/')[2]}: what was read "
                "is set aside and the source read anew.",
            )  # fmt: skip
    yield from _held(now)
    if now.set_aside:
        yield wrong(
            "set-aside", now.service,
            th=f"มี {now.set_aside:,} เหตุการณ์ที่เคยอ่านจากต้นทางซึ่งต่อมาถูกกู้คืนจากไฟล์สำรองที่เก่ากว่า",
            en=f"{now.set_aside:,} events are set aside: they were read of a source that was then "
            "restored from an older backup.",
            do_th=f"เทียบกับต้นทางด้วย bangduan dead-letters set-aside --service {now.service} "
            "บันทึกสิ่งที่หายไปใหม่ แล้วลบด้วย --discard",
            do_en="Compare with the source: bangduan dead-letters set-aside --service "
            f"{now.service}. Record again what was lost, then remove them with --discard.",
        )  # fmt: skip


def _held(now: Standing) -> Iterator[Finding]:
    """Sources that wait for somebody's decision, and subscribers that wait for one about us."""
    for source in now.held:
        yield wrong(
            "held", now.service,
            th=f"หยุดรับจาก {source} เพราะต้นทางถูกกู้คืนจากไฟล์สำรองที่เก่ากว่าที่อ่านไว้ รอเจ้าหน้าที่ตัดสินใจ",
            en=f"Nothing is read of {source}: it was restored from an older backup than what was "
            "read, and somebody must decide.",
            do_th="โทรสอบถามตำบล แล้วเปิดหน้าตำบลนั้นในระบบจังหวัด กด ‘รับข้อมูลที่กู้คืน’ "
            "ส่วนที่อ่านไว้จะถูกเก็บแยกเพื่อเทียบ หรือให้ตำบลกู้คืนไฟล์สำรองที่ใหม่กว่า",
            do_en="Ask the site what happened. Then accept the restored record on the page of that "
            "site at the province: what was read is set aside for comparison. Or the site restores "
            "a newer backup.",
        )  # fmt: skip
    for queue in now.ahead:
        yield wrong(
            "ahead", now.service,
            th=f"{queue} อ่านเหตุการณ์ที่ฐานข้อมูลนี้ไม่มีแล้ว (กู้คืนจากไฟล์สำรองที่เก่ากว่า)",
            en=f"{queue} has read events that this log no longer holds: it was restored from an "
            "older backup.",
            do_th="หากมีไฟล์สำรองที่ใหม่กว่า ให้กู้คืนด้วย bangduan restore FILE --replace หากไม่มี "
            "ให้บันทึกสิ่งที่หายไปใหม่ และแจ้งจังหวัดให้รับข้อมูลที่กู้คืน",
            do_en="If there is a newer backup, restore it: bangduan restore FILE --replace. If "
            "not, record again what was lost, and ask the province to accept the restored record.",
        )  # fmt: skip


def _lag(before: Standing, now: Standing, stuck: AbstractSet[str]) -> Iterator[Finding]:
    """What does not come although it left; ``stuck`` are the sources of which it has not."""
    earlier = {source.source: source.sequence for source in before.follows}
    for source in now.follows:
        waits = source.behind and source.sequence == earlier.get(source.source)
        if waits and not source.diverged and source.source not in stuck:
            yield _stuck(now.service, source)


def _stuck(service: str, source: Following) -> Finding:
    return wrong(
        "subscription", service,
        th=f"ยังไม่ได้อ่านอีก {source.behind:,} เหตุการณ์ของ {source.source} และไม่คืบหน้า",
        en=f"{source.behind:,} events of {source.source} have not been read, and none is coming.",
        do_th=f"เริ่มบริการ {service} หากทำงานอยู่แล้วให้ตรวจตัวกลางข้อความ (broker) และบันทึกการทำงาน (log)",
        do_en=f"Start {service}; if it runs, see to the broker and to its log.",
    )  # fmt: skip


def _lost(place: Place) -> Iterator[Finding]:
    """The broker confirmed an event that the log does not hold: its end was cut off."""
    database = place.open()
    if database is None:
        return
    with closing(database):
        for sequence, last_id in database.rows("SELECT sequence, last_id FROM relay"):
            row = looked_at(database).row_at(Sequence.parse(sequence))
            if last_id is not None and (row is None or row.id != last_id):
                yield wrong(
                    "log-end", place.name,
                    th="เหตุการณ์ล่าสุดที่ส่งออกไปแล้วไม่อยู่ในฐานข้อมูล",
                    en="The last event that left is not in the log: its end is missing.",
                    do_th="ฐานข้อมูลถูกแทนที่โดยไม่ผ่าน bangduan restore โปรดกู้คืนไฟล์สำรองด้วยคำสั่งนั้น",
                    do_en="The database was replaced, but not by bangduan restore. Restore a "
                    "backup with it, so that subscribers notice.",
                )  # fmt: skip
