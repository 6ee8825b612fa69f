"""What things are called, as data: an open registry, so a theme or topic not here is taken too."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

#: Project theme → its name in Thai and English. The first four are of meeting no. 1.
THEMES: Final = MappingProxyType(
    {
        "drugs": ("แก้ไขปัญหายาเสพติด", "The drug problem"),
        "environment": ("สิ่งแวดล้อม", "Environment"),
        "poverty": ("แก้ไขปัญหาความยากจน", "Poverty"),
        "supplementary-income": ("กิจกรรมสร้างรายได้เสริม", "Supplementary income"),
        "youth": ("เด็กและเยาวชน", "Children and youth"),
        "elders": ("ผู้สูงอายุ", "Elders"),
        "public-relations": ("ประชาสัมพันธ์", "Publicity"),
        "public-service": ("บริการประชาชน", "Service to the public"),
    }
)

#: Topic of a fund's rule set → its name in Thai and English.
RULE_TOPICS: Final = MappingProxyType(
    {
        "membership": ("สมาชิกภาพ", "Membership"),
        "savings": ("เงินสัจจะและเงินออม", "Savings"),
        "loans": ("เงินกู้ ดอกเบี้ย และค่าปรับ", "Loans, interest and fines"),
        "welfare": ("สวัสดิการ", "Welfare benefits"),
        "funeral-aid": ("ฌาปนกิจสงเคราะห์", "Funeral aid"),
        "dividends": ("เงินปันผล", "Dividends"),
    }
)

#: Stage of a project → its name in Thai and English, in order.
PROJECT_STAGES: Final = MappingProxyType(
    {
        "proposed": ("เสนอ", "Proposed"),
        "planned": ("วางแผนแล้ว", "Planned"),
        "started": ("กำลังดำเนินการ", "Under way"),
        "completed": ("แล้วเสร็จ", "Completed"),
        "cancelled": ("ยกเลิก", "Cancelled"),
    }
)

#: Stage of a grant → its name in Thai and English, in order.
GRANT_STAGES: Final = MappingProxyType(
    {
        "draft": ("ร่าง", "Draft"),
        "submitted": ("ยื่นแล้ว", "Submitted"),
        "approved": ("ได้รับอนุมัติ", "Approved"),
        "rejected": ("ไม่ได้รับอนุมัติ", "Rejected"),
        "received": ("ได้รับเงินแล้ว", "Received"),
        "completed": ("ดำเนินการแล้วเสร็จ", "Completed"),
    }
)
