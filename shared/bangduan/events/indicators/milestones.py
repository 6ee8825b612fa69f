"""หลักหมาย: the kinds of milestone, in the order a centre usually comes to them."""

from __future__ import annotations

from typing import Final

from bangduan.events.indicators.meaning import MilestoneKind
from bangduan.events.types import Slug

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
    (15, "fund-integrated", "บูรณาการกองทุน", "Fund integrated"),
    (16, "savings-pooled", "ชาวบ้านนำเงินมารวมกัน", "Savings pooled"),
    (17, "knowledge-published", "เผยแพร่องค์ความรู้", "Knowledge published"),
    (18, "study-visit-hosted", "ต้อนรับคณะศึกษาดูงาน", "Study visit hosted"),
)

#: All kinds of milestone by slug.
MILESTONES: Final = {
    Slug(slug): MilestoneKind(slug=Slug(slug), thai=thai, english=english, stage=stage)
    for stage, slug, thai, english in _STAGES
}
