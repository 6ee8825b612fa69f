"""What things are called, as data: an open registry, so a livelihood not here is taken too."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

#: Kind of livelihood → its name in Thai and English; all of these are practised in Bang Duan.
LIVELIHOODS: Final = MappingProxyType(
    {
        "fish": ("เลี้ยงปลา", "Fish"),
        "frogs": ("เลี้ยงกบ", "Frogs"),
        "drinking-water-vending": ("ตู้น้ำดื่มหยอดเหรียญ", "Drinking-water vending"),
        "artificial-flowers": ("ดอกไม้ประดิษฐ์", "Artificial flowers"),
        "funeral-flowers": ("ดอกไม้จันทน์", "Funeral (sandalwood) flowers"),
        "cloth-wreaths": ("พวงหรีดผ้า", "Funeral wreaths of cloth"),
        "kitchenware-wreaths": (
            "พวงหรีดภาชนะของใช้ในครัว",
            "Funeral wreaths of kitchenware, used again after the rite",
        ),
        "soilless-vegetables": ("ปลูกผักไร้สารไร้ดิน", "Chemical-free vegetables without soil"),
        "mushrooms": ("เพาะเห็ดไร้สาร", "Chemical-free mushrooms"),
    }
)

#: Source of a livelihood's money → its name in Thai and English; None is unknown.
LIVELIHOOD_MONEY: Final = MappingProxyType(
    {
        "own": ("เงินของตนเอง", "Own money"),
        "power-plant-fund": ("กองทุนพัฒนาชุมชนในพื้นที่รอบโรงไฟฟ้า", "Power-plant fund"),
        "community-finance-institution": (
            "สถาบันการจัดการเงินทุนชุมชน",
            "Community finance institution",
        ),
        "other": ("แหล่งอื่น", "Another source"),
    }
)

#: What a livelihood is for → its name in Thai and English.
PURPOSES: Final = MappingProxyType(
    {
        "own-use-first": ("ไว้บริโภคเอง เหลือขาย", "Own use first, surplus sold"),
        "sale": ("เพื่อขาย", "For sale"),
        "service": ("ให้บริการ", "A service"),
    }
)

#: Part of the knowledge form → its name in Thai and English, in the form's order.
FORM_PARTS: Final = MappingProxyType(
    {
        "problem_solved": ("แก้ปัญหาเกี่ยวกับ", "Problem solved"),
        "story": ("เรื่องเล่า", "Story"),
        "methods": ("วิธีการ (เทคนิคการปฏิบัติ)", "Methods"),
        "assets": ("ขุมความรู้", "Knowledge assets"),
        "core": ("แก่นความรู้", "Core knowledge"),
        "strategy": ("กลยุทธ์", "Strategy"),
        "theory": ("แนวคิดทฤษฎีที่เกี่ยวข้อง", "Theory"),
    }
)
