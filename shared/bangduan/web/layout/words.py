"""Words of the pages in two languages: what values, days and stable names are called."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Literal

from bangduan import thai
from bangduan.events.indicators import INDICATORS, MILESTONES
from bangduan.events.reporting import TOTAL
from bangduan.events.types import Bound, Slug

Language = Literal["th", "en"]

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

_UNITS: Final = {"people": ("คน", "people"), "satang": ("บาท", "baht")}
#: How a bound is said; of people as the Thai source says it, "800 กว่าคน".
_BOUNDS: Final[Mapping[Bound, tuple[str, str]]] = {
    "exact": ("{}", "{}"),
    "at_least": ("ไม่น้อยกว่า {}", "at least {}"),
    "about": ("ประมาณ {}", "about {}"),
}
_MORE_PEOPLE: Final = ("มากกว่า {}", "more than {}")
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """How one page speaks.

    Args:
        language: Thai or English.
        names: further stable names, as a site's own kinds of organisation.
    """

    language: Language
    names: Mapping[str, tuple[str, str]] = dataclasses.field(default_factory=dict)

    def t(self, th: str, en: str) -> str:
        """Whichever of the two is the page's."""
        return en if self.language == "en" else th

    def pair(self, both: tuple[str, str]) -> str:
        """As ``t``."""
        return self.t(*both)

    def name(self, slug: str) -> str:
        """What a stable name is called; one nobody named reads as itself."""
        both = self.names.get(slug) or NAMES.get(slug)
        return self.pair(both) if both else slug.replace("-", " ")

    def indicator(self, slug: str) -> str:
        """What an indicator is called."""
        known = INDICATORS.get(Slug(slug))
        return self.t(known.thai, known.english) if known else self.name(slug)

    def milestone(self, slug: str) -> str:
        """What a kind of milestone is called."""
        known = MILESTONES.get(Slug(slug))
        return self.t(known.thai, known.english) if known else self.name(slug)

    def day(self, on: date | None) -> str:
        """A day in the Buddhist era (Thai) or the Christian (English), or that it is not known."""
        if on is None:
            return self.t("ไม่ทราบวันที่", "Date not known")
        return self.t(thai.long_date(on), f"{on.day} {_MONTHS[on.month - 1]} {on.year}")

    def bound(self, unit: str, bound: Bound) -> str:
        """How a bound is said, without the number; empty for an exact one."""
        return self._bounded(unit, bound).format("").strip()

    def number(self, value: int | None, unit: str = "things", bound: Bound = "exact") -> str:
        """A value as it is read, without its unit's name.

        Hidden numbers and sums nobody knows say so; a bound is said in words.
        """
        if value is None:
            return self.t("ปกปิด", "hidden")
        if value == 0 and bound != "exact":
            return self.t("ไม่ทราบจำนวน", "not known")
        match unit:
            case "satang":
                shown = thai.baht(value)
            case "hundredths-of-percent":
                shown = f"{value / 100:.1f}%"
            case _:
                shown = f"{value:,}"
        return self._bounded(unit, bound).format(shown)

    def amount(self, value: int | None, unit: str = "things", bound: Bound = "exact") -> str:
        """As ``number``, with the unit's name where one is usual."""
        shown = self.number(value, unit, bound)
        known = value is not None and not (value == 0 and bound != "exact")
        return f"{shown} {self.pair(_UNITS[unit])}" if known and unit in _UNITS else shown

    def figure(self, figure: Mapping[str, Any]) -> str:
        """A figure of a milestone as a phrase."""
        shown = self.number(figure["value"], figure["unit"], figure["bound"])
        known = FIGURES.get(figure["figure"])
        if known is None:
            return f"{self.name(figure['figure'])} {shown}"
        thai_, one, several = known
        return self.t(thai_, one if figure["value"] == 1 else several).format(shown)

    def plural(self, number: int, th: str, one: str, several: str) -> str:
        """A number with what it counts: ``2 projects``, ``2 โครงการ``."""
        return f"{number:,} {self.t(th, one if number == 1 else several)}"

    def meeting_number(self, figures: list[Mapping[str, Any]]) -> str:
        """ครั้งที่ 1/2551, or nothing where the meeting has no number."""
        known = {figure["figure"]: figure["value"] for figure in figures}
        if "number" not in known:
            return ""
        year = f"/{known['year']}" if "year" in known else ""
        return self.t(f"ครั้งที่ {known['number']}{year}", f"no. {known['number']}{year}")

    def period(self, period: str) -> str:
        """What a period is called."""
        if period == "to-date":
            return self.t("ตั้งแต่ต้นจนปัจจุบัน", "To date")
        if period.startswith("fy"):
            ends = int(period[2:])
            return self.t(f"ปีงบประมาณ {ends}", f"Fiscal year {ends - thai.BUDDHIST_OFFSET}")
        first = date.fromisoformat(f"{period}-01")
        return self.t(thai.long_month(first), f"{_MONTHS[first.month - 1]} {first.year}")

    def _bounded(self, unit: str, bound: Bound) -> str:
        more_people = bound == "at_least" and unit == "people"
        return self.pair(_MORE_PEOPLE if more_people else _BOUNDS[bound])
