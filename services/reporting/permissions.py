"""Who may do what with the reports: they are aggregated and small numbers are hidden."""

from __future__ import annotations

from typing import Final

from bangduan.permissions import PUBLIC, Permission, changes, sees

READ: Final[Permission] = PUBLIC
#: What the province says of a report is between it and the centre, with its reasons.
READ_REVIEWS: Final = sees(
    "reporting", "read-reviews",
    en="See what the province says of the reports", th="ดูผลการตรวจรายงานจากจังหวัด",
)  # fmt: skip
CLOSE_PERIODS: Final = changes(
    "reporting", "close-periods", "administrator", "secretary", "cd_officer",
    en="Close a month of the reports", th="ปิดงวดรายงานประจำเดือน",
)  # fmt: skip
