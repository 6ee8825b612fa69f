"""Ratios of indicators, and indicators that wait for events.

A ratio is no number of its own that travels: whoever shows it divides what was told, so that the
ratio of a district is that of its sums.
"""

from __future__ import annotations

from typing import Final

from bangduan.events.indicators import formulas
from bangduan.events.indicators.meaning import Direction, PlannedIndicator, Ratio, RatioUnit
from bangduan.events.reporting import Unit
from bangduan.events.types import Slug


def _cells(text: str) -> tuple[tuple[Slug, Slug], ...]:
    pairs = (part.split("/") for part in text.split(" + "))
    return tuple((Slug(indicator), Slug(cell)) for indicator, cell in pairs)


def _ratio(  # noqa: PLR0917 (a row of a table)
    slug: str,
    names: tuple[str, str],
    numerator: str,
    denominator: str,
    formula: str,
    direction: Direction = "more",
    unit: RatioUnit = "hundredths-of-percent",
) -> Ratio:
    thai, english = names
    return Ratio(
        slug=Slug(slug),
        thai=thai,
        english=english,
        unit=unit,
        numerator=_cells(numerator),
        denominator=_cells(denominator),
        formula=formula,
        formula_thai=formulas.THAI[slug],
        direction=direction,
    )


_RATIOS: Final = (
    _ratio(
        "share-of-women",
        ("สัดส่วนสมาชิกหญิง", "Share of women"),
        "members-by-sex/female",
        "members-by-sex/female + members-by-sex/male",
        "memberships of women / memberships of women and men",
        "neutral",
    ),
    _ratio(
        "attendance-share",
        ("ร้อยละของผู้มาประชุมต่อผู้มีสิทธิ", "Present of those entitled"),
        "attendance-counted/present",
        "attendance-counted/entitled",
        "present / entitled, over the meetings where both are known exactly",
    ),
    _ratio(
        "villages-at-assemblies",
        ("สัดส่วนหมู่บ้านที่มีผู้แทนในประชาคม", "Villages represented at assemblies"),
        "villages-represented/assembly",
        "villages/total",
        "most villages represented at one assembly / villages registered",
    ),
    _ratio(
        "resolutions-done",
        ("ร้อยละของมติที่ดำเนินการแล้ว", "Resolutions carried out"),
        "resolutions/done",
        "resolutions/passed",
        "resolutions carried out / resolutions passed",
    ),
    _ratio(
        "savings-per-member",
        ("เงินออมเฉลี่ยต่อสมาชิกกลุ่มออมทรัพย์", "Savings per member of savings groups"),
        "savings/savings-group",
        "members/savings-group",
        "members' savings in funds of savings groups / memberships in savings groups",
        unit="satang",
    ),
    _ratio(
        "grants-approved-share",
        ("สัดส่วนคำขอที่ได้รับอนุมัติ", "Grants approved of those asked"),
        "grants/approved",
        "grants/asked",
        "grants approved / grants asked",
    ),
    _ratio(
        "grants-completed-share",
        ("สัดส่วนโครงการงบภายนอกที่แล้วเสร็จ", "Grants completed of those approved"),
        "grants/completed",
        "grants/approved",
        "grants completed / grants approved",
    ),
    _ratio(
        "funds-integrated",
        ("สัดส่วนกองทุนที่บูรณาการแล้ว", "Funds integrated of those existing"),
        "funds/integrated",
        "funds/existing",
        "funds integrated / funds existing",
    ),
    _ratio(
        "own-source-share",
        ("สัดส่วนเงินของชุมชนเอง", "Own-source share of money"),
        "money-sources/own",
        "money-sources/own + money-sources/outside",
        "money of the community itself / money whose source is told",
    ),
    _ratio(
        "visits-applied",
        ("สัดส่วนการดูงานที่นำไปใช้", "Study visits applied"),
        "study-visits/applied",
        "study-visits/hosted",
        "visits whose visitors applied what they learned / visits hosted",
    ),
    _ratio(
        "livelihoods-own-money",
        ("สัดส่วนอาชีพเสริมที่ใช้เงินตนเอง", "Livelihoods begun with own money"),
        "livelihoods/own",
        "livelihoods/total",
        "livelihoods begun with people's own money / livelihoods begun",
        "neutral",
    ),
)

#: Ratios by slug, in the order they are shown.
RATIOS: Final = {ratio.slug: ratio for ratio in _RATIOS}


def _planned(  # noqa: PLR0917 (a row of a table)
    slug: str, thai: str, english: str, unit: Unit, formula: str, waits_for: str
) -> PlannedIndicator:
    return PlannedIndicator(
        slug=Slug(slug),
        thai=thai,
        english=english,
        unit=unit,
        formula=formula,
        formula_thai=formulas.THAI[slug],
        waits_for=waits_for,
        waits_for_thai=formulas.WAITS_FOR[waits_for],
    )


_PLANNED: Final = (
    _planned(
        "members-with-loans",
        "สัดส่วนสมาชิกที่กู้เงิน",
        "Members with loans",
        "hundredths-of-percent",
        "members who owe a loan / members",
        "loans of members, one by one",
    ),
    _planned(
        "loan-portfolio",
        "ยอดเงินกู้คงค้าง",
        "Loan portfolio",
        "satang",
        "principal outstanding of all loans",
        "loans of members, one by one",
    ),
    _planned(
        "portfolio-at-risk-30",
        "สัดส่วนเงินกู้ค้างชำระเกิน 30 วัน",
        "Portfolio at risk over 30 days",
        "hundredths-of-percent",
        "outstanding of loans with principal more than 30 days late / gross portfolio",
        "instalments of loans, with the days they are due and paid",
    ),
    _planned(
        "write-off-rate",
        "อัตราหนี้สูญ",
        "Write-off rate",
        "hundredths-of-percent",
        "principal written off in the period / gross portfolio",
        "loans written off",
    ),
    _planned(
        "funeral-aid-days",
        "จำนวนวันตั้งแต่เสียชีวิตถึงจ่ายเงินสงเคราะห์",
        "Days from death to payout of funeral aid",
        "things",
        "days from death to payout, median",
        "funeral aid asked, allocated and paid",
    ),
)

#: Indicators that no event tells of yet; nothing is reported of them, not even zero.
PLANNED: Final = {planned.slug: planned for planned in _PLANNED}
