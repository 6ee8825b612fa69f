"""ตัวชี้วัดและหลักหมาย: what each indicator and each milestone of the reporting service means.

Constants of the contract: the site computes by them, the province and the pages name by them.
Defined once, here; an indicator that a later release adds reads as its slug until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from bangduan.events.reporting import Unit
from bangduan.events.types import Slug

#: How the contributions to a cell become its value.
Measure = Literal["sum", "largest", "mean-of-last-4", "headcount"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator.

    Attributes:
        slug: its stable name.
        thai, english: what it is called.
        unit: what its values count.
        events: the events it is made of, ``<service>.<Name>``.
        formula: what is counted, in words.
        measure: how contributions become a value.
        has_total: whether its cells together mean something.
        by_period: also reported by month and fiscal year of the business date.
    """

    slug: Slug
    thai: str
    english: str
    unit: Unit
    events: tuple[str, ...]
    formula: str
    measure: Measure = "sum"
    has_total: bool = True
    by_period: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneKind:
    """One kind of milestone; ``stage`` is its place in the way a centre usually goes."""

    slug: Slug
    thai: str
    english: str
    stage: int


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
        **options,  # type: ignore[arg-type]
    )


_CATALOGUE: Final = (
    _indicator(
        "organisations",
        ("องค์กรแยกตามประเภท", "Organisations by kind"),
        "things",
        "membership.OrganisationRegistered membership.OrganisationDissolved",
        "registered and not dissolved, by kind",
    ),
    _indicator(
        "villages",
        ("หมู่บ้าน", "Villages"),
        "things",
        "membership.VillageRegistered",
        "villages registered",
    ),
    _indicator(
        "members",
        ("สมาชิกแยกตามประเภทองค์กร", "Members by kind of organisation"),
        "people",
        "membership.MemberJoined membership.MemberLeft membership.OrganisationDissolved",
        "memberships held, by kind of organisation; 1 to 4 hidden",
        measure="headcount",
    ),
    _indicator(
        "members-by-sex",
        ("สมาชิกแยกตามเพศ", "Members by sex"),
        "people",
        "membership.MemberJoined membership.MemberLeft membership.OrganisationDissolved",
        "memberships held, by sex; 1 to 4 hidden",
        measure="headcount",
    ),
    _indicator(
        "members-stated",
        ("สมาชิกตามที่องค์กรแจ้ง", "Members as organisations state them"),
        "people",
        "membership.OrganisationRegistered membership.MemberCountReported",
        "newest number each organisation states, by kind",
    ),
    _indicator(
        "partners",
        ("ภาคีการพัฒนา", "Partners"),
        "things",
        "membership.PartnerRegistered membership.PartnershipEnded",
        "partners whose partnership goes on, by kind",
    ),
    _indicator(
        "requests",
        ("เรื่องที่ประสานภาคี", "Requests to partners"),
        "things",
        "membership.RequestMade membership.RequestAnswered membership.RequestWithdrawn",
        "requests by state: waiting, answered, withdrawn",
    ),
    _indicator(
        "meetings-held",
        ("การประชุมที่จัด", "Meetings held"),
        "things",
        "meetings.MeetingClosed",
        "meetings closed, by kind",
        by_period=True,
    ),
    _indicator(
        "attendance",
        ("ผู้เข้าประชุม", "People present at meetings"),
        "people",
        "meetings.MeetingClosed",
        "people present, by kind of meeting; one person counts at each meeting",
        by_period=True,
    ),
    _indicator(
        "attendance-rate",
        ("อัตราการเข้าประชุม", "Attendance rate"),
        "hundredths-of-percent",
        "meetings.MeetingClosed",
        "present / entitled, mean of the last 4 meetings where both are known exactly",
        measure="mean-of-last-4",
    ),
    _indicator(
        "villages-represented",
        ("หมู่บ้านที่มีผู้แทน", "Villages represented"),
        "things",
        "meetings.MeetingClosed",
        "most villages represented at one meeting, by kind of meeting",
        measure="largest",
        by_period=True,
    ),
    _indicator(
        "resolutions",
        ("มติที่ประชุม", "Resolutions"),
        "things",
        "meetings.ResolutionPassed meetings.ResolutionCarriedOut",
        "passed; of these, carried out",
        has_total=False,
    ),
    _indicator(
        "problems",
        ("ปัญหาของชุมชน", "Problems raised"),
        "things",
        "meetings.ProblemRaised meetings.ProblemClosed meetings.ProblemReopened",
        "problems by state: open, or the outcome they were closed with",
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
    ),
    _indicator(
        "projects",
        ("โครงการ", "Projects"),
        "things",
        "funds.ProjectProposed funds.ProjectStarted funds.ProjectCompleted funds.ProjectCancelled",
        "projects by state: proposed, started, completed, cancelled",
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
    ),
    _indicator(
        "savers",
        ("ผู้ร่วมออม", "Savers who pooled money"),
        "people",
        "funds.SavingsPooled",
        "savers of the newest pooling of each institution",
    ),
    _indicator(
        "savings-pooled",
        ("เงินออมที่รวมกัน", "Savings pooled"),
        "satang",
        "funds.SavingsPooled funds.PoolingReversed",
        "sums pooled; at least, where one is not known",
    ),
    _indicator(
        "savings",
        ("เงินออมของสมาชิก", "Members' savings"),
        "satang",
        "funds.EntryPosted",
        "balance of the members' savings accounts of all funds",
    ),
    _indicator(
        "money-sources",
        ("แหล่งที่มาของเงิน", "Money by source"),
        "satang",
        "funds.EntryPosted",
        "credit balances of accounts that tell a source: own, outside",
    ),
    _indicator(
        "livelihoods",
        ("อาชีพเสริมแยกตามแหล่งเงินทุน", "Livelihoods begun, by source of money"),
        "things",
        "learning.LivelihoodStarted learning.LivelihoodFunded",
        "livelihoods ever begun, by where their first money came from",
    ),
    _indicator(
        "livelihood-kinds",
        ("อาชีพเสริมแยกตามชนิด", "Livelihoods begun, by kind"),
        "things",
        "learning.LivelihoodStarted",
        "livelihoods ever begun, by kind",
    ),
    _indicator(
        "knowledge",
        ("องค์ความรู้", "Knowledge records"),
        "things",
        "learning.KnowledgeRecorded learning.KnowledgePublished learning.KnowledgeWithdrawn",
        "recorded; of these, published now",
        has_total=False,
    ),
    _indicator(
        "lessons",
        ("บทเรียน", "Lessons"),
        "things",
        "learning.LessonOpened learning.LessonCaptured learning.LessonSetAside "
        "learning.LessonReopened",
        "lessons by state: open, captured, set aside",
    ),
    _indicator(
        "learning-places",
        ("แหล่งเรียนรู้", "Learning places"),
        "things",
        "learning.PlaceOpened learning.PlaceListed learning.PlaceUnlisted learning.PlaceClosed",
        "places open; of these, listed in the centre's database",
        has_total=False,
    ),
    _indicator(
        "study-visits",
        ("การศึกษาดูงาน", "Study visits"),
        "things",
        "learning.StudyVisitHosted learning.StudyVisitFollowedUp",
        "visits hosted; of these, applied by the visitors",
        has_total=False,
    ),
)

#: All indicators by slug, in the order they are shown.
INDICATORS: Final = {indicator.slug: indicator for indicator in _CATALOGUE}

_STAGES: Final = (
    (1, "centre-founded", "ก่อตั้งศูนย์ประสานงานองค์การชุมชน", "Centre founded"),
    (2, "assembly-held", "ประชุมประชาคม", "Assembly held"),
    (3, "working-group-seated", "ได้คณะทำงาน", "Working group seated"),
    (4, "committee-met", "ประชุมคณะทำงาน", "Working group met"),
    (5, "plan-drafted", "จัดทำแผนพัฒนา", "Development plan drafted"),
    (6, "plan-adopted", "เห็นชอบแผนพัฒนา", "Development plan adopted"),
    (7, "joint-meeting-held", "ประชุมร่วมทุกองค์กร", "Joint meeting held"),
    (8, "regulation-drafted", "ร่างระเบียบข้อบังคับ", "Regulations drafted"),
    (9, "regulation-adopted", "เห็นชอบระเบียบข้อบังคับ", "Regulations adopted"),
    (10, "progress-reported", "รายงานผลการดำเนินงาน", "Progress reported"),
    (11, "grant-asked", "ยื่นของบประมาณจากภายนอก", "Outside money asked for"),
    (12, "grant-rejected", "ไม่ได้รับอนุมัติงบประมาณ", "Grant rejected"),
    (12, "grant-approved", "ได้รับอนุมัติงบประมาณ", "Grant approved"),
    (13, "grant-received", "ได้รับเงินงบประมาณ", "Grant received"),
    (14, "grant-completed", "ดำเนินการตามงบประมาณแล้วเสร็จ", "Grant completed"),
    (15, "institution-formed", "ยกระดับเป็นสถาบันการจัดการเงินทุนชุมชน", "Finance institution formed"),
    (16, "savings-pooled", "ชาวบ้านนำเงินมารวมกัน", "Savings pooled"),
    (17, "knowledge-published", "เผยแพร่องค์ความรู้", "Knowledge published"),
    (18, "study-visit-hosted", "ต้อนรับคณะศึกษาดูงาน", "Study visit hosted"),
)

#: All kinds of milestone by slug.
MILESTONES: Final = {
    Slug(slug): MilestoneKind(slug=Slug(slug), thai=thai, english=english, stage=stage)
    for stage, slug, thai, english in _STAGES
}
