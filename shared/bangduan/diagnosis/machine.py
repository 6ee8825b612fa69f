"""The machine a site runs on: its folder, its disk, its ports."""

from __future__ import annotations

import dataclasses
import shutil
import socket
import tempfile
from typing import TYPE_CHECKING, Final

import httpx

import bangduan
from bangduan.diagnosis.findings import fine, note, wrong

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from bangduan.diagnosis.findings import Finding

_MB: Final = 1_000_000
_LITTLE: Final = 500 * _MB
_LITTLE_SHARE: Final = 0.05
_LITTLE_FOR_A_SHARE: Final = 5_000 * _MB
_ANSWER_SECONDS: Final = 2.0


@dataclasses.dataclass(frozen=True, slots=True)
class Port:
    """An address that services are, or will be, served on.

    Attributes:
        services: names of those expected there.
        option: how to choose another port.
    """

    host: str
    number: int
    services: tuple[str, ...]
    option: str


def look_at_machine(data: Path, ports: Iterable[Port]) -> Iterator[Finding]:
    """The data folder, the disk it is on and the ports."""
    yield folder(data)
    there = next(path for path in (data.resolve(), *data.resolve().parents) if path.exists())
    usage = shutil.disk_usage(there)
    yield disk(str(there), usage.free, usage.total)
    for port in ports:
        yield from look_at_port(port)


def folder(data: Path) -> Finding:
    """May we write where everything is kept?"""
    shown = str(data)
    if not data.exists():
        return note(
            "data-folder", shown,
            th="ยังไม่มีโฟลเดอร์ข้อมูล จะถูกสร้างเมื่อเริ่มครั้งแรก",
            en="There is no data folder yet; the first start makes it.",
        )  # fmt: skip
    try:
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as error:
        return wrong(
            "data-folder", shown,
            th=f"เขียนลงโฟลเดอร์ข้อมูลไม่ได้: {error.strerror}",
            en=f"The data folder cannot be written to: {error.strerror}.",
            do_th=f"ให้สิทธิ์เขียน {shown} แก่ผู้ใช้ที่รันโปรแกรม หรือเลือกโฟลเดอร์อื่นด้วย --data",
            do_en=f"Let the user who runs the services write to {shown}, or choose another folder "
            "with --data.",
        )  # fmt: skip
    return fine(
        "data-folder", shown, th="เขียนลงโฟลเดอร์ข้อมูลได้", en="The data folder can be written to."
    )


def disk(path: str, free: int, total: int) -> Finding:
    """Is there room?

    Args:
        free, total: bytes of the disk that ``path`` is on.
    """
    share = free / total if total else 0.0
    megabytes = free // _MB
    if free < _LITTLE or (share < _LITTLE_SHARE and free < _LITTLE_FOR_A_SHARE):
        return wrong(
            "disk", path,
            th=f"ดิสก์ใกล้เต็ม เหลือ {megabytes:,} MB ({share:.0%})",
            en=f"The disk is nearly full: {megabytes:,} MB are left ({share:.0%}).",
            do_th="ลบไฟล์ที่ไม่ใช้ หรือย้ายไฟล์สำรองเก่ากับโฟลเดอร์ replaced-… ไปเก็บที่อื่น "
            "เมื่อดิสก์เต็มจะบันทึกข้อมูลไม่ได้",
            do_en="Delete what is not needed, or move old backups and replaced-… folders "
            "elsewhere. A full disk takes no more records.",
        )  # fmt: skip
    return fine(
        "disk", path,
        th=f"ดิสก์เหลือ {megabytes:,} MB ({share:.0%})",
        en=f"{megabytes:,} MB are left on the disk ({share:.0%}).",
    )  # fmt: skip


def look_at_port(port: Port) -> Iterator[Finding]:
    """Is it free, or taken by our own services, and are those of the version installed here?"""
    host = "127.0.0.1" if port.host in {"0.0.0.0", "::"} else port.host  # noqa: S104 (compared)
    shown = f"{host}:{port.number}"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port.number))
        except OSError:
            pass
        else:
            yield fine(
                "port", shown,
                th=f"พอร์ต {port.number} ว่าง (บริการยังไม่ทำงานที่นี่)",
                en=f"Port {port.number} is free (nothing is served there now).",
            )  # fmt: skip
            return
    versions = _versions_of_ours(f"http://{shown}", port.services)
    if versions:
        yield fine("port", shown, th="บริการตอบอยู่ที่พอร์ตนี้", en="The services answer on this port.")
        yield from running_versions(shown, versions)
        return
    yield wrong(
        "port", shown,
        th=f"พอร์ต {port.number} ถูกโปรแกรมอื่นใช้อยู่",
        en=f"Port {port.number} is taken by another program.",
        do_th=f"เลือกพอร์ตอื่นด้วย {port.option} หรือหยุดโปรแกรมนั้น (ดูด้วย ss -ltnp)",
        do_en=f"Choose another port with {port.option}, or stop that program (ss -ltnp shows it).",
    )  # fmt: skip


def running_versions(shown: str, versions: Mapping[str, str]) -> Iterator[Finding]:
    """Services that run with another version of the program than is installed here.

    Args:
        versions: what each service says of itself, by its name.
    """
    others = {name: found for name, found in versions.items() if found != bangduan.__version__}
    if others:
        names = ", ".join(f"{name} {version}" for name, version in sorted(others.items()))
        yield wrong(
            "version", shown,
            th=f"บริการที่ทำงานอยู่เป็นคนละรุ่นกับโปรแกรมนี้ ({bangduan.__version__}): {names}",
            en=f"Services run with another version than this program ({bangduan.__version__}): "
            f"{names}.",
            do_th="เริ่มบริการใหม่ด้วยรุ่นที่ติดตั้ง (docker compose up -d หรือหยุดแล้วเริ่ม bangduan up ใหม่)",
            do_en="Start them again with what is installed (docker compose up -d, or stop and "
            "start bangduan up).",
        )  # fmt: skip


def _versions_of_ours(address: str, services: Iterable[str]) -> dict[str, str]:
    """What services of ours say there of their version; none where none of ours answers."""
    found: dict[str, str] = {}
    with httpx.Client(base_url=address, timeout=_ANSWER_SECONDS, trust_env=False) as client:
        for name in services:
            try:
                answer = client.get(f"/{name}/health").json()
            except httpx.HTTPError:
                break
            except ValueError:
                continue
            if isinstance(answer, dict) and answer.get("service") == name:
                found[name] = str(answer.get("version"))
    return found
