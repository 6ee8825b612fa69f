"""Who may do what with the money of the community and its projects."""

from __future__ import annotations

from typing import Final

from bangduan.permissions import changes, sees

READ: Final = sees(
    "funds", "read",
    en="See funds, the journal, grants and projects",
    th="ดูกองทุน สมุดรายวัน เงินอุดหนุน และโครงการ",
)  # fmt: skip
KEEP_BOOKS: Final = changes(
    "funds", "keep-books", "administrator", "treasurer", "fund_officer",
    en="Keep funds, their journal and finance institutions",
    th="จัดการกองทุน สมุดรายวัน และสถาบันการเงินชุมชน",
)  # fmt: skip
KEEP_GRANTS: Final = changes(
    "funds", "keep-grants", "administrator", "chair", "secretary", "treasurer", "cd_officer",
    en="Ask for grants and run projects", th="ขอรับเงินอุดหนุนและดำเนินโครงการ",
)  # fmt: skip
