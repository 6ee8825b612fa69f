"""Who may do what in the province.

What the sites report is published by them and is for everybody; what the province decides about
it is for those who have an account there.
"""

from __future__ import annotations

from typing import Final

from bangduan.permissions import PUBLIC, Permission, changes, sees

#: What the sites have published.
READ: Final[Permission] = PUBLIC
READ_REVIEW: Final = sees(
    "province", "read-review", scope="province",
    en="See what reports, what is approved and what was restated",
    th="ดูสถานะการรายงาน การรับรอง และการแก้ไขตัวเลขย้อนหลัง",
)  # fmt: skip
REVIEW: Final = changes(
    "province", "review", "administrator", "province_officer",
    en="Approve and return reports, lock periods", th="รับรองและส่งคืนรายงาน ปิดงวด",
)  # fmt: skip
SET_TARGETS: Final = changes(
    "province", "set-targets", "administrator", "province_officer",
    en="Set targets and deadlines", th="กำหนดเป้าหมายและกำหนดส่งรายงาน",
)  # fmt: skip
MANAGE_SITES: Final = changes(
    "province", "manage-sites", "administrator", "province_officer",
    en="Enrol, approve and suspend sites", th="เชื่อม รับรอง และระงับตำบล",
)  # fmt: skip
PUBLISH: Final = changes(
    "province", "publish", "administrator", "province_officer",
    en="Say under which licence the open data is", th="กำหนดสัญญาอนุญาตของข้อมูลเปิด",
)  # fmt: skip
