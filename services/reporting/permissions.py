"""Who may do what with the reports: they are aggregated and small numbers are hidden."""

from __future__ import annotations

from typing import Final

from bangduan.permissions import PUBLIC, Permission, changes

READ: Final[Permission] = PUBLIC
CLOSE_PERIODS: Final = changes(
    "reporting", "close-periods", "administrator", "secretary", "cd_officer",
    en="Close a month of the reports", th="ปิดงวดรายงานประจำเดือน",
)  # fmt: skip
