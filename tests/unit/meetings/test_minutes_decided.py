"""How decisions of every kind read in the minutes."""

from typing import Any

import pytest

from bangduan.events.meetings import MinutesPaper, PaperLine, PaperSection
from bangduan.events.types import EntityId, Prose
from bangduan.testing.store.bench import new_id
from services.meetings.documents.decided import of_item, of_no_item, outcome_of
from services.meetings.documents.record import Record
from services.meetings.documents.spelling import spell

ITEM, MOTION, RESOLUTION = "item", "motion", "resolution"
WINNER, OTHER = EntityId(new_id()), EntityId(new_id())


def motion(status: str, **more: Any) -> dict[str, Any]:
    return {
        "motion_id": MOTION, "item_id": ITEM, "text": "จัดอบรม", "moved_by": None,
        "seconded_by": None, "status": status, "method": "unknown", "votes_for": None,
        "votes_against": None, "abstained": None, "spoilt": None, "casting_vote": None,
        "unanimous": None, **more,
    }  # fmt: skip


def election(**more: Any) -> dict[str, Any]:
    return {
        "resolution_id": RESOLUTION, "committee_name": "คณะทำงาน", "elected": [WINNER],
        "unnamed": 0, "candidates": [], "tie_broken_by": None, **more,
    }  # fmt: skip


def read(lines: Any) -> list[str]:
    """Lines as they read, the people in them by two letters."""
    paper = MinutesPaper(
        heading=(Prose("รายงาน"),),
        sections=(PaperSection(heading=Prose("วาระ"), lines=tuple(lines)),),
    )
    (section,) = spell(paper, {WINNER: "กก", OTHER: "ขข"}, {}).sections
    return [" ".join(filter(None, (each.label, each.text, each.detail))) for each in section.lines]


COUNTED = {"votes_for": 9, "votes_against": 4, "abstained": 2}


@pytest.mark.parametrize(
    ("moved", "said"),
    [
        (motion("moved"), "จัดอบรม (ยังไม่ได้ลงมติ)"),
        (motion("withdrawn"), "จัดอบรม (ผู้เสนอถอนญัตติ)"),
        (motion("carried"), "มติที่ประชุม จัดอบรม (ไม่ได้บันทึกวิธีลงมติ)"),
        (
            motion("carried", method="acclamation"),
            "มติที่ประชุม จัดอบรม (เห็นชอบโดยพร้อมเพรียง)",
        ),
        (
            motion("lost", **COUNTED),
            "มติที่ประชุม ไม่เห็นชอบ จัดอบรม (เห็นด้วย 9 เสียง ไม่เห็นด้วย 4 เสียง งดออกเสียง 2 เสียง)",
        ),
        (
            motion("carried", method="secret_ballot", spoilt=3, **COUNTED),
            "มติที่ประชุม จัดอบรม (ลงคะแนนลับ เห็นด้วย 9 เสียง ไม่เห็นด้วย 4 เสียง "
            "งดออกเสียง 2 เสียง บัตรเสีย 3 ใบ)",
        ),
        (
            motion("carried", unanimous=True, votes_for=9, votes_against=0, abstained=0),
            "มติที่ประชุม จัดอบรม (เห็นด้วย 9 เสียง ไม่เห็นด้วย 0 เสียง งดออกเสียง 0 เสียง เป็นเอกฉันท์)",
        ),
        (
            motion("carried", casting_vote="for", votes_for=4, votes_against=4, abstained=0),
            "มติที่ประชุม จัดอบรม (เห็นด้วย 4 เสียง ไม่เห็นด้วย 4 เสียง งดออกเสียง 0 เสียง "
            "ประธานออกเสียงชี้ขาดเห็นด้วย)",
        ),
        (
            motion("counted", **COUNTED),
            "จัดอบรม (นับคะแนนแล้ว ยังไม่ประกาศผล: เห็นด้วย 9 เสียง ไม่เห็นด้วย 4 เสียง งดออกเสียง 2 เสียง)",
        ),
    ],
)
def test_a_motion_reads_as_it_was_decided(moved: dict[str, Any], said: str) -> None:
    assert read(of_item(Record(meeting={}, motions=[moved]), ITEM)) == [said]


def test_an_election_names_whom_it_chose_with_their_votes_and_counts_the_unnamed() -> None:
    held = election(candidates=[{"person_id": WINNER, "votes": 12}], unnamed=2, tie_broken_by="lot")
    assert read(of_no_item(Record(meeting={}, elections=[held]))) == [
        "มติที่ประชุม เลือกคณะทำงาน (คะแนนเท่ากัน ตัดสินโดยจับสลาก)",
        "1. กก 12 คะแนน",
        "ไม่ได้บันทึกรายชื่อผู้ได้รับเลือก จำนวน 2 คน",
    ]


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ({"outcome": "finished"}, []),
        ({"outcome": "deferred"}, ["เลื่อนไปพิจารณาในการประชุมครั้งต่อไป"]),
        ({"outcome": "referred", "referred_to": "อบต."}, ["ส่งต่อให้อบต."]),
        ({"outcome": "referred"}, ["ส่งต่อให้ผู้เกี่ยวข้อง"]),
        ({"note": "หารือแล้ว"}, ["หารือแล้ว"]),
    ],
)
def test_an_item_says_what_became_of_it(outcome: dict[str, Any], said: list[str]) -> None:
    lines: list[PaperLine] = list(
        outcome_of({"note": None, "outcome": None, "referred_to": None, **outcome})
    )
    assert read(lines) == said


def test_what_was_given_to_be_done_without_an_item_or_a_motion_stands_at_the_end() -> None:
    given = {
        "item_id": None, "resolution_id": None, "title": "ซ่อมเครื่อง", "person_id": OTHER,
        "office": "centre-chair", "organisation_name": "ศอช.ต.", "due_on": None,
    }  # fmt: skip
    nobody = {**given, "person_id": None, "office": None, "organisation_name": None}
    assert read(of_no_item(Record(meeting={}, actions=[given, nobody]))) == [
        "มอบหมายให้ ขข ประธาน ศอช.ต. ศอช.ต. ซ่อมเครื่อง",
        "ให้ดำเนินการ ซ่อมเครื่อง",
    ]
