"""Who may do what with meetings, what they decide, and the community's plans."""

from __future__ import annotations

from typing import Final

from bangduan.permissions import changes, sees

READ: Final = sees(
    "meetings", "read",
    en="See meetings, minutes, regulations, problems and plans",
    th="ดูการประชุม รายงานการประชุม ระเบียบ ปัญหา และแผน",
)  # fmt: skip
KEEP_MEETINGS: Final = changes(
    "meetings", "keep-meetings", "administrator", "chair", "secretary",
    en="Call and hold meetings, write minutes and regulations",
    th="เรียกและดำเนินการประชุม บันทึกรายงานการประชุมและระเบียบ",
)  # fmt: skip
RAISE: Final = changes(
    "meetings", "raise-problems", "administrator", "chair", "secretary", "treasurer",
    "fund_officer", "learning_officer", "cd_officer",
    en="Raise a problem of the people", th="สะท้อนปัญหาของประชาชน",
)  # fmt: skip
KEEP_PLANS: Final = changes(
    "meetings", "keep-plans", "administrator", "chair", "secretary", "cd_officer",
    en="Keep the board of problems, SWOT analyses and plans",
    th="จัดการกระดานปัญหา การวิเคราะห์ SWOT และแผน",
)  # fmt: skip
