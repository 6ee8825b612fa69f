"""The keyrings: are they there, do they fit what was sealed, can only their owner read them."""

from __future__ import annotations

import stat
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

import orjson
import sqlalchemy

from bangduan.diagnosis.findings import fine, wrong
from bangduan.diagnosis.standing import missing_tables
from bangduan.errors import StoreError
from bangduan.events.definition import registry
from bangduan.places import hidden
from bangduan.store.database import open_existing
from bangduan.store.keyring import metadata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bangduan.diagnosis.findings import Finding
    from bangduan.places import Place
    from bangduan.store import Database

_SAMPLE: Final = 200
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def look_at_keyrings(places: Iterable[Place]) -> Iterator[Finding]:
    """Each keyring once, with what the services that use it have sealed."""
    by_url: dict[str, list[Place]] = {}
    for place in places:
        by_url.setdefault(place.keyring_url, []).append(place)
    for url, users in by_url.items():
        yield from _look_at(url, users)


def _look_at(url: str, users: list[Place]) -> Iterator[Finding]:
    shown = hidden(url)
    try:
        keyring = open_existing(url, metadata)
    except StoreError as error:
        yield wrong(
            "keyring", shown, th="เปิดพวงกุญแจข้อมูลส่วนบุคคลไม่ได้",
            en=f"The keyring of personal data cannot be opened: {error.en}",
            do_th="ตรวจสอบ BANGDUAN_KEYRING และเซิร์ฟเวอร์ฐานข้อมูล",
            do_en="Check BANGDUAN_KEYRING, and that its database server runs.",
        )  # fmt: skip
        return
    sealed = {subject for place in users for subject in _sealed_subjects(place)}
    if keyring is None:
        if sealed:
            yield _missing(shown, len(sealed), len(sealed))
        return
    with closing(keyring):
        unknown = sealed - {row[0] for row in keyring.rows("SELECT subject FROM personal_keys")}
    yield from _look_at_modes(url)
    if unknown:
        yield _missing(shown, len(unknown), len(sealed))
    else:
        yield fine(
            "keyring", shown, th="พวงกุญแจข้อมูลส่วนบุคคลเข้ากันกับข้อมูล",
            en="The keyring of personal data fits what is sealed.",
        )  # fmt: skip


def _missing(shown: str, missing: int, sampled: int) -> Finding:
    return wrong(
        "keyring", shown,
        th=f"ไม่มีกุญแจของ {missing} จาก {sampled} คนที่สุ่มตรวจ ชื่อของเขาจะอ่านว่าถูกลบแล้วทั้งที่ไม่ได้ลบ",
        en=f"There is no key of {missing} of {sampled} persons looked at: their names read as "
        "erased, though nobody erased them.",
        do_th="หยุดบริการ แล้วตั้ง BANGDUAN_KEYRING ให้ถูก หรือกู้คืนพวงกุญแจจากไฟล์สำรอง (bangduan restore)",
        do_en="Stop the services; set BANGDUAN_KEYRING to the right one, or restore it from a "
        "backup that holds it (bangduan restore).",
    )  # fmt: skip


def _look_at_modes(url: str) -> Iterator[Finding]:
    parsed = sqlalchemy.make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return
    path = Path(parsed.database or "")
    files = [path, *(path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))]
    open_to_others = [file for file in files if file.exists() and file.stat().st_mode & _OTHERS]
    if open_to_others:
        names = " ".join(str(file) for file in open_to_others)
        yield wrong(
            "keyring-mode", str(path),
            th="ผู้ใช้อื่นของเครื่องนี้อ่านพวงกุญแจข้อมูลส่วนบุคคลได้",
            en="Other users of this machine may read the keyring of personal data.",
            do_th=f"สั่ง chmod 600 {names}", do_en=f"Run chmod 600 {names}",
        )  # fmt: skip


def _sealed_subjects(place: Place) -> set[str]:
    """Persons whose data stand sealed in the newest events of a service that hold such."""
    try:
        database = place.open()
        if database is None:
            return set()
        with closing(database):
            return set() if missing_tables(database) else set(_subjects_in(database))
    except StoreError:
        # told of where databases are looked at
        return set()


def _subjects_in(database: Database) -> Iterator[str]:
    personal = {
        definition.type: definition.personal for definition in registry if definition.personal
    }
    if not personal:
        return
    marks = ",".join([database.placeholder] * len(personal))
    newest_first = ", ".join(f"{column} DESC" for column in database.order)
    for type, payload in database.rows(
        f"SELECT type, payload FROM events WHERE type IN ({marks}) "  # noqa: S608 (our own names)
        f"ORDER BY {newest_first} LIMIT {_SAMPLE}",
        tuple(personal),
    ):
        fields = orjson.loads(payload)
        for field, subject in personal[type].items():
            if fields.get(field) is not None:
                yield fields[subject]
