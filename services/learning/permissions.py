"""Who may do what with knowledge, learning places, livelihoods and study visits."""

from __future__ import annotations

from typing import Final

from bangduan.permissions import changes, sees

READ: Final = sees(
    "learning", "read",
    en="See knowledge, lessons, learning places, livelihoods and visits",
    th="ดูองค์ความรู้ บทเรียน แหล่งเรียนรู้ อาชีพ และการศึกษาดูงาน",
)  # fmt: skip
KEEP_LEARNING: Final = changes(
    "learning", "keep", "administrator", "secretary", "learning_officer", "cd_officer",
    en="Keep knowledge, learning places, livelihoods and visits",
    th="จัดการองค์ความรู้ แหล่งเรียนรู้ อาชีพ และการศึกษาดูงาน",
)  # fmt: skip
