"""Words of the pages in two languages: what values, days and stable names are called."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from bangduan import thai
from bangduan.events.indicators import INDICATORS, MILESTONES
from bangduan.events.types import Bound, Slug
from bangduan.web.translate import Language
from bangduan.web.translate.names import FIGURES, NAMES

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

    def month(self, on: date) -> str:
        """The month of a day, in the era of ``day``."""
        return self.t(thai.long_month(on), f"{_MONTHS[on.month - 1]} {on.year}")

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
