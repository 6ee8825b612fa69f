"""Names of the contract that need no catalogue: stable names, and figures of a milestone."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bangduan.events.reporting import TOTAL

#: Stable name → Thai, English. Kinds of organisation first, in the order a centre names them.
NAMES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "volunteer-development-leaders": ("ผู้นำอาสาพัฒนาชุมชน", "Volunteer development leaders"),
        "savings-group": ("กลุ่มออมทรัพย์เพื่อการผลิต", "Savings group for production"),
        "funeral-aid-association": ("สมาคมฌาปนกิจสงเคราะห์", "Funeral-aid association"),
        "welfare-fund": ("กองทุนสวัสดิการชุมชน", "Community welfare fund"),
        "village-fund": ("กองทุนหมู่บ้าน", "Village fund"),
        "poverty-alleviation-fund": ("กองทุน กข.คจ.", "Poverty-alleviation fund"),
        "producer-group": ("กลุ่มผลิตภัณฑ์ชุมชน", "Producer group"),
        "health-volunteers": ("อาสาสมัครสาธารณสุข", "Health volunteers"),
        "village-committee": ("คณะกรรมการหมู่บ้าน", "Village committee"),
        "council-members": ("สมาชิกสภาตำบล", "Council members"),
        "sao": ("องค์การบริหารส่วนตำบล", "Sub-district administration"),
        "womens-group": ("กลุ่มสตรี", "Women's group"),
        "agricultural-innovation-group": ("กลุ่มเกษตรนวัตกรรม", "Agricultural-innovation group"),
        "community-finance-institution": (
            "สถาบันการจัดการเงินทุนชุมชน",
            "Community finance institution",
        ),
        "power-plant-fund": ("กองทุนรอบโรงไฟฟ้า", "Power-plant fund"),
        "other-inside": ("องค์กรอื่นในตำบล", "Others inside the tambon"),
        "other-outside": ("องค์กรอื่นนอกตำบล", "Others outside the tambon"),
        # sexes, kinds of meeting, states
        "female": ("หญิง", "Women"),
        "male": ("ชาย", "Men"),
        "unknown": ("ไม่ทราบ", "Not known"),
        "assembly": ("ประชุมประชาคม", "Assembly"),
        "committee": ("ประชุมคณะทำงาน", "Working group"),
        "joint": ("ประชุมร่วม", "Joint meeting"),
        "passed": ("ผ่าน", "Passed"),
        "done": ("ดำเนินการแล้ว", "Carried out"),
        "open": ("เปิดอยู่", "Open"),
        "solved": ("แก้ไขแล้ว", "Solved"),
        "partly-solved": ("แก้ไขบางส่วน", "Partly solved"),
        "not-solved": ("ยังแก้ไม่ได้", "Not solved"),
        "waiting": ("รอคำตอบ", "Waiting"),
        "answered": ("ตอบแล้ว", "Answered"),
        "withdrawn": ("ถอนเรื่อง", "Withdrawn"),
        "asked": ("เสนอขอ", "Asked"),
        "approved": ("ได้รับอนุมัติ", "Approved"),
        "rejected": ("ไม่ได้รับอนุมัติ", "Rejected"),
        "received": ("ได้รับเงิน", "Received"),
        "completed": ("แล้วเสร็จ", "Completed"),
        "proposed": ("เสนอโครงการ", "Proposed"),
        "started": ("กำลังดำเนินการ", "Under way"),
        "cancelled": ("ยกเลิก", "Cancelled"),
        "existing": ("ที่มีอยู่", "Existing"),
        "integrated": ("บูรณาการแล้ว", "Integrated"),
        "recorded": ("บันทึก", "Recorded"),
        "published": ("เผยแพร่", "Published"),
        "captured": ("ถอดบทเรียนแล้ว", "Captured"),
        "set-aside": ("พักไว้", "Set aside"),
        "listed": ("ในฐานข้อมูล", "In the database"),
        "present": ("ผู้มาประชุม", "Present"),
        "entitled": ("ผู้มีสิทธิ", "Entitled"),
        "hosted": ("ต้อนรับ", "Hosted"),
        "applied": ("นำไปใช้", "Applied"),
        # money
        "own": ("เงินของชุมชนเอง", "The community's own"),
        "outside": ("เงินจากภายนอก", "From outside"),
        "other": ("แหล่งอื่น", "Other"),
        # livelihoods
        "fish": ("เลี้ยงปลา", "Fish"),
        "frogs": ("เลี้ยงกบ", "Frogs"),
        "drinking-water-vending": ("ตู้น้ำดื่ม", "Drinking-water vending"),
        "artificial-flowers": ("ดอกไม้ประดิษฐ์", "Artificial flowers"),
        "funeral-flowers": ("ดอกไม้จันทน์", "Funeral flowers"),
        "cloth-wreaths": ("พวงหรีดผ้า", "Wreaths of cloth"),
        "kitchenware-wreaths": ("พวงหรีดของใช้ในครัว", "Wreaths of kitchenware"),
        "soilless-vegetables": ("ผักไร้สารไร้ดิน", "Soil-less vegetables"),
        "mushrooms": ("เห็ดไร้สาร", "Mushrooms"),
        # kinds of partner
        "government-agency": ("ส่วนราชการ", "Government agency"),
        "state-enterprise": ("รัฐวิสาหกิจ", "State enterprise"),
        "local-government": ("องค์กรปกครองส่วนท้องถิ่น", "Local government"),
        "outside-organisation": ("องค์กรภายนอก", "Outside organisation"),
        # themes of projects
        "drugs": ("แก้ไขปัญหายาเสพติด", "The drug problem"),
        "environment": ("สิ่งแวดล้อม", "Environment"),
        "poverty": ("แก้ไขปัญหาความยากจน", "Poverty"),
        "supplementary-income": ("สร้างรายได้เสริม", "Supplementary income"),
        "youth": ("เด็กและเยาวชน", "Children and youth"),
        "elders": ("ผู้สูงอายุ", "Elders"),
        "public-relations": ("ประชาสัมพันธ์", "Publicity"),
        "public-service": ("บริการประชาชน", "Service to the public"),
        TOTAL: ("รวม", "Total"),
    }
)

#: Figure of a milestone → Thai, English of one, English of several; ``{}`` is the number.
FIGURES: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "present": ("ผู้เข้าประชุม {} คน", "{} present", "{} present"),
        "entitled": ("ผู้มีสิทธิ {} คน", "{} entitled", "{} entitled"),
        "villages-represented": (
            "ผู้แทนจาก {} หมู่บ้าน",
            "{} village represented",
            "{} villages represented",
        ),
        "organisations-represented": (
            "ผู้แทนจาก {} องค์กร",
            "{} organisation represented",
            "{} organisations represented",
        ),
        "resolutions": ("มติ {} เรื่อง", "{} resolution", "{} resolutions"),
        "seats": ("{} คน", "{} person", "{} people"),
        "projects": ("{} โครงการ", "{} project", "{} projects"),
        "funds": ("{} กองทุนร่วมกัน", "{} fund", "{} funds together"),
        "savers": ("{} คน", "{} person", "{} people"),
        "visitors": ("{} คน", "{} visitor", "{} visitors"),
        "amount": ("{} บาท", "{} baht", "{} baht"),
    }
)
