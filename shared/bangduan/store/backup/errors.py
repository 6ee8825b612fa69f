"""What may be wrong with a backup, and what may stand against a restore."""

from __future__ import annotations

from bangduan.errors import StoreError


class BackupUnusable(StoreError):
    """The file is no backup of ours, or not whole; nothing was touched."""

    def __init__(self, file: object, what: str, what_th: str) -> None:
        super().__init__(
            f"{file} cannot be used: {what}. Nothing was changed; use another backup.",
            f"ใช้ไฟล์ {file} ไม่ได้: {what_th} ยังไม่มีสิ่งใดถูกเปลี่ยนแปลง โปรดใช้ไฟล์สำรองอื่น",
        )


class BackupRefused(StoreError):
    """Something stands against it; the message says what to do. Nothing was changed."""


class ToolFailed(StoreError):
    """A program of PostgreSQL is missing or failed; the message has its words."""


def in_use(service: str) -> BackupRefused:
    """A service runs on the database that is to be replaced."""
    return BackupRefused(
        f"{service} is running on its database. Stop the service, and close whatever else is "
        "connected; then restore.",
        f"บริการ {service} กำลังทำงานอยู่ โปรดหยุดบริการและปิดโปรแกรมอื่นที่เปิดฐานข้อมูลนี้ แล้วกู้คืนอีกครั้ง",
    )
