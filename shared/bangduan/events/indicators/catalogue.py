"""ตัวชี้วัด: every indicator of the reporting service, defined once.

The site computes by these, the province and the pages name by them, and ``docs/indicators.md``
is written from them.
"""

from __future__ import annotations

from typing import Final

from bangduan.events.indicators import formulas
from bangduan.events.indicators.meaning import Indicator
from bangduan.events.reporting import Unit
from bangduan.events.types import Slug


def _indicator(
    slug: str, names: tuple[str, str], unit: Unit, events: str, formula: str, **options: object
) -> Indicator:
    thai, english = names
    return Indicator(
        slug=Slug(slug),
        thai=thai,
        english=english,
        unit=unit,
        events=tuple(events.split()),
        formula=formula,
        formula_thai=formulas.THAI[slug],
        **options,  # type: ignore[arg-type]
    )


_CATALOGUE: Final = (
    _indicator(
        "organisations",
        ("องค์กรแยกตามประเภท", "Organisations by kind"),
        "things",
        "membership.OrganisationRegistered membership.OrganisationDissolved",
        "registered and not dissolved, by kind",
        at_month_end=True,
    ),
    _indicator(
        "villages",
        ("หมู่บ้าน", "Villages"),
        "things",
        "membership.VillageRegistered",
        "villages registered",
        at_month_end=True,
    ),
    _indicator(
        "members",
        ("สมาชิกแยกตามประเภทองค์กร", "Members by kind of organisation"),
        "people",
        "membership.MemberJoined membership.MemberLeft membership.OrganisationDissolved",
        "memberships held, by kind of organisation; 1 to 4 hidden and left out of the total",
        measure="headcount",
        at_month_end=True,
        disclosure="few-hidden",
    ),
    _indicator(
        "members-by-sex",
        ("สมาชิกแยกตามเพศ", "Members by sex"),
        "people",
        "membership.MemberJoined membership.MemberLeft membership.OrganisationDissolved",
        "memberships in the kinds that are told, by sex; told only where no sex has 1 to 4",
        measure="headcount",
        at_month_end=True,
        disclosure="few-hidden",
    ),
    _indicator(
        "members-stated",
        ("สมาชิกตามที่องค์กรแจ้ง", "Members as organisations state them"),
        "people",
        "membership.OrganisationRegistered membership.MemberCountReported",
        "newest number each organisation states, by kind; 1 to 4 left out",
        at_month_end=True,
        disclosure="few-left-out",
    ),
    _indicator(
        "partners",
        ("ภาคีการพัฒนา", "Partners"),
        "things",
        "membership.PartnerRegistered membership.PartnershipEnded",
        "partners whose partnership goes on, by kind",
        at_month_end=True,
    ),
    _indicator(
        "requests",
        ("เรื่องที่ประสานภาคี", "Requests to partners"),
        "things",
        "membership.RequestMade membership.RequestAnswered membership.RequestWithdrawn",
        "requests by state: waiting, answered, withdrawn",
        open_data=False,
    ),
    _indicator(
        "meetings-held",
        ("การประชุมที่จัด", "Meetings held"),
        "things",
        "meetings.MeetingClosed",
        "meetings closed, by kind",
        by_period=True,
        direction="more",
    ),
    _indicator(
        "attendance",
        ("ผู้เข้าประชุม", "People present at meetings"),
        "people",
        "meetings.MeetingClosed",
        "people present, by kind of meeting; one person counts at each meeting",
        by_period=True,
        direction="more",
        disclosure="seen-in-public",
    ),
    _indicator(
        "attendance-counted",
        ("ผู้มาประชุมเทียบกับผู้มีสิทธิ", "Present and entitled"),
        "people",
        "meetings.MeetingClosed",
        "present, and entitled to be, at the meetings where both are known exactly",
        has_total=False,
        by_period=True,
        disclosure="seen-in-public",
    ),
    _indicator(
        "attendance-rate",
        ("อัตราการเข้าประชุม", "Attendance rate"),
        "hundredths-of-percent",
        "meetings.MeetingClosed",
        "present / entitled, mean of the last 4 meetings where both are known exactly",
        measure="mean-of-last-4",
        direction="more",
    ),
    _indicator(
        "villages-represented",
        ("หมู่บ้านที่มีผู้แทน", "Villages represented"),
        "things",
        "meetings.MeetingClosed",
        "most villages represented at one meeting, by kind of meeting",
        measure="largest",
        by_period=True,
        direction="more",
    ),
    _indicator(
        "resolutions",
        ("มติที่ประชุม", "Resolutions"),
        "things",
        "meetings.ResolutionPassed meetings.ResolutionCarriedOut",
        "passed; of these, carried out",
        has_total=False,
        at_month_end=True,
        direction="more",
    ),
    _indicator(
        "problems",
        ("ปัญหาของชุมชน", "Problems raised"),
        "things",
        "meetings.ProblemRaised meetings.ProblemClosed meetings.ProblemReopened",
        "problems by state: open, or the outcome they were closed with",
        at_month_end=True,
    ),
    _indicator(
        "grants",
        ("คำของบประมาณ", "Grants"),
        "things",
        "funds.GrantSubmitted funds.GrantApproved funds.GrantRejected funds.GrantReceived "
        "funds.GrantReceiptReversed funds.GrantCompleted",
        "grants that came as far as: asked, approved, rejected, received, completed",
        has_total=False,
        by_period=True,
        direction="more",
    ),
    _indicator(
        "grant-money",
        ("งบประมาณภายนอก", "Grant money"),
        "satang",
        "funds.GrantSubmitted funds.GrantApproved funds.GrantReceived funds.GrantReceiptReversed",
        "sums asked, approved and received; at least, where one is not known",
        has_total=False,
        by_period=True,
    ),
    _indicator(
        "grant-projects",
        ("โครงการที่ใช้งบภายนอกแล้วเสร็จ", "Projects completed with grants"),
        "things",
        "funds.GrantCompleted",
        "projects carried out with completed grants",
        by_period=True,
        direction="more",
    ),
    _indicator(
        "projects",
        ("โครงการ", "Projects"),
        "things",
        "funds.ProjectProposed funds.ProjectStarted funds.ProjectCompleted funds.ProjectCancelled",
        "projects by state: proposed, started, completed, cancelled",
        at_month_end=True,
    ),
    _indicator(
        "project-themes",
        ("โครงการแยกตามเรื่อง", "Projects by theme"),
        "things",
        "funds.ProjectProposed",
        "projects ever proposed, by theme",
    ),
    _indicator(
        "funds",
        ("กองทุนในชุมชน", "Community funds"),
        "things",
        "funds.FundOpened funds.FundIntegrated funds.FundClosed",
        "funds existing; of these, integrated into a finance institution",
        has_total=False,
        at_month_end=True,
    ),
    _indicator(
        "fund-kinds",
        ("กองทุนแยกตามประเภท", "Funds by kind"),
        "things",
        "funds.FundOpened funds.FundClosed",
        "funds whose books are open, by kind",
        at_month_end=True,
    ),
    _indicator(
        "savers",
        ("ผู้ร่วมออม", "Savers who pooled money"),
        "people",
        "funds.SavingsPooled",
        "savers of the newest pooling of each institution; 1 to 4 left out",
        at_month_end=True,
        direction="more",
        disclosure="few-left-out",
    ),
    _indicator(
        "savings-pooled",
        ("เงินออมที่รวมกัน", "Savings pooled"),
        "satang",
        "funds.SavingsPooled funds.PoolingReversed",
        "sums pooled; at least, where one is not known",
        at_month_end=True,
        direction="more",
    ),
    _indicator(
        "savings",
        ("เงินออมของสมาชิก", "Members' savings"),
        "satang",
        "funds.EntryPosted",
        "balance of the members' savings accounts, by kind of fund",
        at_month_end=True,
        direction="more",
    ),
    _indicator(
        "money-sources",
        ("แหล่งที่มาของเงิน", "Money by source"),
        "satang",
        "funds.EntryPosted",
        "credit balances of accounts that tell a source: own, outside",
        at_month_end=True,
    ),
    _indicator(
        "livelihoods",
        ("อาชีพเสริมแยกตามแหล่งเงินทุน", "Livelihoods begun, by source of money"),
        "things",
        "learning.LivelihoodStarted learning.LivelihoodFunded",
        "livelihoods ever begun, by where their first money came from",
        by_period=True,
        direction="more",
    ),
    _indicator(
        "livelihood-kinds",
        ("อาชีพเสริมแยกตามชนิด", "Livelihoods begun, by kind"),
        "things",
        "learning.LivelihoodStarted",
        "livelihoods ever begun, by kind",
        by_period=True,
    ),
    _indicator(
        "knowledge",
        ("องค์ความรู้", "Knowledge records"),
        "things",
        "learning.KnowledgeRecorded learning.KnowledgePublished learning.KnowledgeWithdrawn",
        "recorded; of these, published now",
        has_total=False,
        at_month_end=True,
        direction="more",
    ),
    _indicator(
        "lessons",
        ("บทเรียน", "Lessons"),
        "things",
        "learning.LessonOpened learning.LessonCaptured learning.LessonSetAside "
        "learning.LessonReopened",
        "lessons by state: open, captured, set aside",
        open_data=False,
    ),
    _indicator(
        "learning-places",
        ("แหล่งเรียนรู้", "Learning places"),
        "things",
        "learning.PlaceOpened learning.PlaceListed learning.PlaceUnlisted learning.PlaceClosed",
        "places open; of these, listed in the centre's database",
        has_total=False,
        at_month_end=True,
        direction="more",
    ),
    _indicator(
        "study-visits",
        ("การศึกษาดูงาน", "Study visits"),
        "things",
        "learning.StudyVisitHosted learning.StudyVisitFollowedUp",
        "visits hosted; of these, applied by the visitors",
        has_total=False,
        by_period=True,
        direction="more",
    ),
)

#: All indicators by slug, in the order they are shown.
INDICATORS: Final = {indicator.slug: indicator for indicator in _CATALOGUE}
