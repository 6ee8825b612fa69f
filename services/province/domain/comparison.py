"""เปรียบเทียบตำบล: which values of the sites are set side by side, and what they come to.

The province decides nothing and has no events of its own; it compares what sites report.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from bangduan.events.reporting import TOTAL


class Column(NamedTuple):
    """One column of the comparison: an indicator's cell, and its short heading."""

    indicator: str
    cell: str
    thai: str
    english: str


#: What is compared, in order.
COMPARED: Final = (
    Column("organisations", TOTAL, "องค์กร", "Organisations"),
    Column("meetings-held", "assembly", "ประชาคม", "Assemblies"),
    Column("attendance", "assembly", "ผู้เข้าประชาคม", "At assemblies"),
    Column("resolutions", "passed", "มติ", "Resolutions"),
    Column("projects", TOTAL, "โครงการ", "Projects"),
    Column("grant-money", "asked", "งบที่ขอ (บาท)", "Asked (baht)"),
    Column("grant-money", "approved", "งบที่ได้รับอนุมัติ (บาท)", "Approved (baht)"),
    Column("grant-projects", TOTAL, "โครงการแล้วเสร็จ", "Completed with grants"),
    Column("savers", TOTAL, "ผู้ร่วมออม", "Savers"),
    Column("livelihoods", TOTAL, "อาชีพเสริม", "Livelihoods"),
    Column("knowledge", "published", "องค์ความรู้", "Knowledge"),
)


def ratio(part: int | None, whole: int | None) -> str | None:
    """``5 / 6``; None while a side is not known, or there is no whole to be a part of."""
    return f"{part} / {whole}" if part is not None and whole else None
