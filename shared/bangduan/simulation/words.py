"""ถ้อยคำ: what lives are told with. Plain words of the work, of nobody in particular."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

#: Kind of organisation → what its name begins with, how likely a tambon has one, share of people.
ORGANISATIONS: Final = MappingProxyType(
    {
        "savings-group": ("กลุ่มออมทรัพย์เพื่อการผลิต", 1.0, 0.40),
        "village-fund": ("กองทุนหมู่บ้าน", 1.0, 0.30),
        "health-volunteers": ("อาสาสมัครสาธารณสุข", 1.0, 0.12),
        "village-committee": ("คณะกรรมการหมู่บ้าน", 1.0, 0.10),
        "volunteer-development-leaders": ("ผู้นำอาสาพัฒนาชุมชน", 0.95, 0.08),
        "sao": ("องค์การบริหารส่วนตำบล", 1.0, 0.0),
        "council-members": ("สมาชิกสภาตำบล", 0.9, 0.08),
        "funeral-aid-association": ("สมาคมฌาปนกิจสงเคราะห์", 0.8, 0.25),
        "welfare-fund": ("กองทุนสวัสดิการชุมชน", 0.85, 0.30),
        "poverty-alleviation-fund": ("กองทุนแก้ไขปัญหาความยากจน", 0.55, 0.08),
        "womens-group": ("กลุ่มสตรี", 0.85, 0.10),
        "producer-group": ("กลุ่มผลิตภัณฑ์ชุมชน", 0.75, 0.07),
        "agricultural-innovation-group": ("กลุ่มเกษตรนวัตกรรม", 0.5, 0.06),
    }
)
#: Kinds whose organisation is of one village.
OF_A_VILLAGE: Final = frozenset({"village-fund", "village-committee"})
#: Kinds that keep books.
WITH_BOOKS: Final = frozenset(
    {
        "savings-group", "village-fund", "funeral-aid-association", "welfare-fund",
        "poverty-alleviation-fund", "community-finance-institution",
    }
)  # fmt: skip

#: Kind, level and name of those who help.
PARTNERS: Final = (
    ("government_agency", "amphoe", "สำนักงานพัฒนาชุมชนอำเภอ"),
    ("government_agency", "tambon", "โรงพยาบาลส่งเสริมสุขภาพตำบล"),
    ("government_agency", "amphoe", "สถานีตำรวจภูธร"),
    ("local_government", "tambon", "องค์การบริหารส่วนตำบล"),
    ("local_government", "province", "องค์การบริหารส่วนจังหวัด"),
    ("state_enterprise", "region", "การไฟฟ้า"),
    ("outside_organisation", "province", "สมาคมพัฒนาชุมชน"),
)

#: Theme → what is done about it.
PROJECTS: Final = MappingProxyType(
    {
        "drugs": ("โครงการชุมชนเข้มแข็งห่างไกลยาเสพติด", "โครงการค่ายเยาวชนต้านยาเสพติด"),
        "environment": ("โครงการคลองสวยน้ำใส", "โครงการคัดแยกขยะต้นทาง", "โครงการปลูกป่าชายเลน"),
        "poverty": ("โครงการเศรษฐกิจพอเพียง", "โครงการลดรายจ่ายในครัวเรือน"),
        "supplementary-income": ("โครงการส่งเสริมอาชีพเสริม", "โครงการแปรรูปผลผลิตชุมชน"),
        "youth": ("โครงการอบรมมัคคุเทศก์น้อย", "โครงการลานกีฬาชุมชน"),
        "elders": ("โครงการโรงเรียนผู้สูงอายุ", "โครงการเยี่ยมบ้านผู้สูงอายุ"),
        "public-relations": ("โครงการเสียงตามสาย", "โครงการป้ายประชาสัมพันธ์ชุมชน"),
        "public-service": ("โครงการเครื่องถ่ายเอกสารราคาถูก", "โครงการศูนย์บริการประชาชน"),
    }
)

#: Theme → what people complain of.
PROBLEMS: Final = MappingProxyType(
    {
        "environment": ("น้ำเสียในคลอง", "ขยะตกค้างในหมู่บ้าน", "น้ำท่วมขังหน้าฝน"),
        "drugs": ("วัยรุ่นมั่วสุมหลังวัด", "ยาเสพติดแพร่ระบาด"),
        "poverty": ("หนี้นอกระบบ", "ค่าครองชีพสูง"),
        "public-service": ("ไฟส่องสว่างชำรุด", "ถนนเป็นหลุมเป็นบ่อ", "น้ำประปาไหลอ่อน"),
        "elders": ("ผู้สูงอายุไม่มีผู้ดูแล",),
        "youth": ("เด็กไม่มีพื้นที่เล่นกีฬา",),
    }
)

#: Kind of livelihood → what it is called.
LIVELIHOODS: Final = MappingProxyType(
    {
        "fish": "เลี้ยงปลา",
        "frogs": "เลี้ยงกบ",
        "drinking-water-vending": "ตู้น้ำดื่มหยอดเหรียญ",
        "artificial-flowers": "ดอกไม้ประดิษฐ์",
        "funeral-flowers": "ดอกไม้จันทน์",
        "cloth-wreaths": "พวงหรีดผ้า",
        "soilless-vegetables": "ปลูกผักไร้ดิน",
        "mushrooms": "เพาะเห็ด",
    }
)

#: What is taught, and shown to visitors.
TOPICS: Final = (
    "การออมทรัพย์เพื่อการผลิต",
    "การบูรณาการกองทุน",
    "การทำดอกไม้ประดิษฐ์",
    "การปลูกผักไร้สาร",
    "การคัดแยกขยะ",
    "การจัดสวัสดิการชุมชน",
)
#: What is decided at the monthly meetings beside projects and grants.
MATTERS: Final = (
    "เห็นชอบกำหนดวันออกรับฝากเงินสัจจะ",
    "เห็นชอบปฏิทินกิจกรรมประจำเดือน",
    "มอบหมายผู้แทนร่วมงานของอำเภอ",
    "เห็นชอบรายงานการเงินประจำเดือน",
    "เห็นชอบการจัดงานวันสำคัญของตำบล",
    "เห็นชอบการปรับปรุงที่ทำการศูนย์ประสานงาน",
)
#: How a problem was solved, as the knowledge form asks.
METHODS: Final = (
    "ประชุมกลุ่มย่อยทุกหมู่บ้าน",
    "แบ่งหน้าที่ตามความถนัด",
    "ติดตามผลทุกเดือน",
    "เชิญภาคีร่วมตั้งแต่ต้น",
    "ทำบัญชีให้ทุกคนตรวจสอบได้",
)
#: Where visitors come from: places that are nobody's.
VISITORS: Final = (
    "ศูนย์ประสานงานองค์การชุมชนตำบลใกล้เคียง",
    "กลุ่มออมทรัพย์จากจังหวัดใกล้เคียง",
    "นักศึกษาพัฒนาชุมชน",
    "คณะกรรมการกองทุนหมู่บ้านต่างอำเภอ",
)
MISSIONS: Final = (
    "แก้ปัญหาของชุมชนโดยกระบวนการมีส่วนร่วม",
    "ประสานความร่วมมือกับทุกภาคส่วน",
    "สนับสนุนการทำงานของผู้นำกลุ่มองค์กร",
)
#: Articles of a centre's regulations.
ARTICLES: Final = (
    "ระเบียบนี้ใช้บังคับแก่ศูนย์ประสานงานองค์การชุมชนระดับตำบล",
    "ให้คณะกรรมการประชุมอย่างน้อยเดือนละหนึ่งครั้ง",
    "องค์ประชุมต้องมีกรรมการไม่น้อยกว่ากึ่งหนึ่ง",
    "การลงมติให้ถือเสียงข้างมาก",
    "ให้เปิดเผยบัญชีรายรับรายจ่ายทุกไตรมาส",
)
