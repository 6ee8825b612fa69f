"""Papers of appointment: their numbers, what they say, and that they may be revoked."""

import dataclasses
import io
import re
import zipfile
from datetime import date
from functools import reduce
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given as example_of
from hypothesis import strategies as st

from bangduan.domain import RuleBroken, derived_id
from bangduan.events.membership import (
    CertificateIssued,
    CertificateRevoked,
    PaperNumberingContinued,
    PaperNumberTaken,
)
from bangduan.events.types import BuddhistYear, EntityId, Line, PositiveCount
from bangduan.testing.scenario import given
from services.membership.documents import template
from services.membership.documents.certificate import Paper, compose
from services.membership.documents.word import TEMPLATE, as_docx
from services.membership.domain.certificate import (
    CERTIFICATE,
    CONTINUES_BEFORE_FIRST,
    ISSUED_ONCE,
    PAPER_NUMBERING,
    REVOKED_AFTER_ISSUED,
    REVOKED_ONCE,
    ContinuePaperNumbering,
    IssueCertificate,
    RevokeCertificate,
    TakePaperNumber,
)
from services.membership.projections.papers import Certified


def entity(name: str) -> EntityId:
    return EntityId(derived_id("test", name))


ID, CHAIR = entity("paper"), entity("chair")
YEAR = BuddhistYear(2568)
ISSUE = IssueCertificate(
    certificate_id=ID,
    paper_form="certificate",
    number=PositiveCount(1),
    year=YEAR,
    issued_on=date(2025, 6, 30),
    person_id=CHAIR,
    position=Line("ประธาน ศอช.ต."),
)
ISSUED = CertificateIssued(
    certificate_id=ID,
    paper_form="certificate",
    number=PositiveCount(1),
    year=YEAR,
    issued_on=date(2025, 6, 30),
    person_id=CHAIR,
    position=Line("ประธาน ศอช.ต."),
)
REVOKED = CertificateRevoked(certificate_id=ID, reason=Line("ออกผิดคน"))


# -- the paper -------------------------------------------------------------------------------------


def test_a_paper_is_issued_once() -> None:
    given(CERTIFICATE).when(ISSUE).then(ISSUED)
    given(CERTIFICATE, ISSUED).when(ISSUE).refuses(ISSUED_ONCE)


def test_a_paper_is_revoked_once_and_not_before_it_was_issued() -> None:
    command = RevokeCertificate(certificate_id=ID, reason=Line("ออกผิดคน"))
    given(CERTIFICATE, ISSUED).when(command).then(REVOKED)
    given(CERTIFICATE, ISSUED, REVOKED).when(command).refuses(REVOKED_ONCE)
    given(CERTIFICATE).when(command).finds_nothing()
    early = dataclasses.replace(command, revoked_on=date(2025, 6, 29))
    given(CERTIFICATE, ISSUED).when(early).refuses(REVOKED_AFTER_ISSUED)


# -- numbers ---------------------------------------------------------------------------------------


def test_numbers_go_on_after_those_given_on_paper() -> None:
    taken = TakePaperNumber(paper_form="order", year=YEAR, certificate_id=ID)
    continued = PaperNumberingContinued(
        paper_form="order", year=YEAR, last_number=PositiveCount(12)
    )
    expected = PaperNumberTaken(
        paper_form="order", year=YEAR, number=PositiveCount(13), certificate_id=ID
    )
    given(PAPER_NUMBERING, continued).when(taken).then(expected)


def test_numbering_is_continued_before_the_first_number_only() -> None:
    command = ContinuePaperNumbering(paper_form="order", year=YEAR, last_number=PositiveCount(12))
    taken = PaperNumberTaken(
        paper_form="order", year=YEAR, number=PositiveCount(1), certificate_id=ID
    )
    given(PAPER_NUMBERING, taken).when(command).refuses(CONTINUES_BEFORE_FIRST)


TAKE = st.just(TakePaperNumber(paper_form="certificate", year=YEAR, certificate_id=ID))
CONTINUE = st.builds(
    ContinuePaperNumbering,
    paper_form=st.just("certificate"),
    year=st.just(YEAR),
    last_number=st.integers(1, 9).map(PositiveCount),
)


@example_of(st.lists(TAKE | CONTINUE, max_size=20))
def test_whatever_is_asked_numbers_follow_one_another_without_gaps(
    commands: list[TakePaperNumber | ContinuePaperNumbering],
) -> None:
    state, last = PAPER_NUMBERING.initial, 0
    for command in commands:
        try:
            events = PAPER_NUMBERING.decide(state, command)
        except RuleBroken:
            continue
        for event in events:
            if isinstance(event, PaperNumberTaken):
                assert event.number == last + 1
                last = event.number
            elif isinstance(event, PaperNumberingContinued):
                last = event.last_number
        state = reduce(PAPER_NUMBERING.evolve, events, state)


# -- the words -------------------------------------------------------------------------------------

SAID = Certified(
    paper_form="certificate",
    number=7,
    year=2568,
    issued_on=date(2025, 6, 30),
    issuer="ศูนย์ประสานงานองค์การชุมชนตำบลบางด้วน",
    place="อำเภอเมืองสมุทรปราการ จังหวัดสมุทรปราการ",
    name="นางสมศรี ใจดี (สมมติ)",
    position="ประธาน",
    body="กลุ่มสตรีบ้านบางด้วน",
    in_committee=False,
    term_from=date(2025, 1, 1),
    term_to=date(2028, 12, 31),
    meeting="ประชุมประชาคมตำบลบางด้วน",
    met_on=date(2024, 12, 20),
    resolution="เลือกประธานกลุ่ม",
    signed_by="นายสมชาย ตัวอย่าง (สมมติ)",
    signed_as="ประธาน ศอช.ต.บางด้วน",
    revoked_on=None,
    revoked=False,
)


def spaced(paper: Paper) -> Paper:
    """The paper with plain spaces, also within its days."""
    return dataclasses.replace(
        paper,
        paragraphs=tuple(said.replace("\xa0", " ") for said in paper.paragraphs),
        given=paper.given.replace("\xa0", " "),
        remark=paper.remark.replace("\xa0", " "),
    )


def test_a_certificate_says_who_is_what_from_when_until_when_and_by_what() -> None:
    paper = spaced(compose(SAID))
    assert paper.left == "ที่ 7/2568"
    assert paper.heading == ("หนังสือรับรอง",)
    assert paper.paragraphs == (
        "หนังสือฉบับนี้ให้ไว้เพื่อรับรองว่า นางสมศรี ใจดี (สมมติ) ดำรงตำแหน่ง "
        "ประธานของกลุ่มสตรีบ้านบางด้วน ตั้งแต่วันที่ 1 มกราคม พ.ศ. 2568 "
        "ถึงวันที่ 31 ธันวาคม พ.ศ. 2571",
        "ทั้งนี้ ตามมติที่ประชุมประชาคมตำบลบางด้วน เมื่อวันที่ 20 ธันวาคม พ.ศ. 2567 เรื่อง เลือกประธานกลุ่ม",
    )
    assert paper.given == "ให้ไว้ ณ วันที่ 30 มิถุนายน พ.ศ. 2568"


def test_an_order_appoints_and_leaves_out_what_is_not_known() -> None:
    said = dataclasses.replace(
        SAID, paper_form="order", term_from=None, term_to=None, meeting=None, met_on=None,
        resolution=None,
    )  # fmt: skip
    paper = spaced(compose(said, "thai"))
    assert paper.heading == (
        "คำสั่งศูนย์ประสานงานองค์การชุมชนตำบลบางด้วน",
        "ที่ ๗/๒๕๖๘",
        "เรื่อง แต่งตั้งประธาน",
    )
    assert paper.paragraphs == (
        "แต่งตั้งให้ นางสมศรี ใจดี (สมมติ) เป็นประธานของกลุ่มสตรีบ้านบางด้วน",
        "ทั้งนี้ ตั้งแต่บัดนี้เป็นต้นไป",
    )
    assert paper.given == "สั่ง ณ วันที่ ๓๐ มิถุนายน พ.ศ. ๒๕๖๘"


@pytest.mark.parametrize(
    ("position", "body", "said"),
    [
        ("คณะทำงาน", "คณะทำงานศูนย์ฯ", "คณะทำงานศูนย์ฯ"),
        ("กรรมการ", "คณะกรรมการสวัสดิการ", "กรรมการในคณะกรรมการสวัสดิการ"),
    ],
)
def test_a_seat_is_called_after_its_committee(position: str, body: str, said: str) -> None:
    seat = dataclasses.replace(SAID, position=position, body=body, in_committee=True)
    assert f"ดำรงตำแหน่ง {said} ตั้งแต่" in compose(seat).paragraphs[0]


def test_a_revoked_paper_says_so() -> None:
    revoked = dataclasses.replace(SAID, revoked=True, revoked_on=date(2025, 7, 1))
    assert spaced(compose(revoked)).remark == "ยกเลิกแล้ว เมื่อวันที่ 1 กรกฎาคม พ.ศ. 2568"


# -- the file --------------------------------------------------------------------------------------


def lines(file: bytes) -> list[str]:
    return [p.text for p in Document(io.BytesIO(file)).paragraphs if p.text]


def test_the_file_says_what_the_page_says_in_the_same_order() -> None:
    paper = compose(SAID, "thai")
    assert lines(as_docx(paper)) == [
        f"{paper.left}\t{SAID.issuer}",
        SAID.place,
        *paper.heading,
        *paper.paragraphs,
        paper.given,
        "\t(ลงชื่อ)................................................",
        f"\t({SAID.signed_by})",
        f"\t{SAID.signed_as}",
    ]


def test_the_file_of_an_order_has_its_heading_in_the_middle_and_what_was_typed_as_it_was() -> None:
    said = dataclasses.replace(SAID, paper_form="order", body="กลุ่ม A & B <สมมติ>", signed_by=None)
    told = lines(as_docx(compose(said)))
    assert told[0] == f"คำสั่ง{SAID.issuer}"
    assert "กลุ่ม A & B <สมมติ>" in " ".join(told)
    assert any(re.fullmatch(r"\t\(\.+\)", line) for line in told)


def test_the_template_is_what_its_program_makes(tmp_path: Path) -> None:
    made = tmp_path / "made.docx"
    template.make(made)

    def parts(path: Path) -> dict[str, bytes]:
        with zipfile.ZipFile(path) as file:
            return {n: file.read(n) for n in file.namelist() if n.startswith("word/")}

    assert parts(made) == parts(TEMPLATE)
