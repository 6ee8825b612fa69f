"""The minutes of the story's meetings as a word processor prints them."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from services.meetings.documents.template import make
from services.meetings.documents.word import TEMPLATE
from tests.integration.minutes.conftest import Prints

FIRST = [
    "รายงานการประชุมศูนย์ประสานงานองค์การชุมชน ตำบลบางด้วน",
    "ครั้งที่ 1/2551",
    "เมื่อวันที่ 30 มิถุนายน 2551",
    "ผู้มาประชุม",
    "ไม่ได้บันทึกรายชื่อและจำนวนผู้มาประชุม",
    "เริ่มประชุมเวลา (ไม่ได้บันทึก)",
    "ระเบียบวาระที่ 1 เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ",
    "ระเบียบวาระที่ 2 รับรองรายงานการประชุม",
    "ระเบียบวาระที่ 3 เรื่องสืบเนื่อง",
    "ระเบียบวาระที่ 4 เรื่องเสนอเพื่อพิจารณา",
    "มติที่ประชุม จัดทำโครงการปัญหายาเสพติด (ไม่ได้บันทึกวิธีลงมติ)",
    "มติที่ประชุม จัดทำกิจกรรมรายได้สนับสนุน (ไม่ได้บันทึกวิธีลงมติ)",
    "ระเบียบวาระที่ 5 เรื่องอื่น ๆ",
    "เลิกประชุมเวลา (ไม่ได้บันทึก)",
    "(ลงชื่อ)",
    "ผู้จดรายงานการประชุม",
    "(ลงชื่อ)",
    "ผู้ตรวจรายงานการประชุม",
]
JOINT = [
    "รายงานการประชุมศูนย์ประสานงานองค์การชุมชน ตำบลบางด้วน",
    "เมื่อวันที่ 8 สิงหาคม 2551",
    "ผู้แทนองค์กรที่มาประชุม:",
    "เริ่มประชุมเวลา (ไม่ได้บันทึก)",
    "ท่านชาญชัย ชาติทองคำ ประธานสภาตำบล เป็นประธานเปิดการประชุม",
    "แทน ท่านวิทม สมใจ นายกองค์การบริหารส่วนตำบล ซึ่งติดภารกิจ",
    "ระเบียบวาระที่ 3 เรื่องสืบเนื่อง",
    "ประธาน ศอช.ต. รายงานว่า",
    "ระเบียบวาระที่ 4 เรื่องเสนอเพื่อพิจารณา",
    "เลิกประชุมเวลา (ไม่ได้บันทึก)",
]
ASSEMBLY = [
    "รายงานการประชุมประชาคมตำบลบางด้วน",
    "เมื่อวันที่ (ไม่ได้บันทึก)",
    "ผู้มาประชุม",
    "ไม่ได้บันทึกรายชื่อ จำนวน 108 คน",
    "ระเบียบวาระที่ 4 เรื่องเสนอเพื่อพิจารณา",
    "เลือกคณะทำงานศูนย์ประสานงานองค์การชุมชนตำบลบางด้วน จำนวน 15 คน",
    "ไม่ได้บันทึกรายชื่อผู้ได้รับเลือก จำนวน 15 คน",
    "ระเบียบวาระที่ 5 เรื่องอื่น ๆ",
]


#: Vowels and tone marks above and below, which a printed file says by glyphs of the face.
_MARKS = re.compile(r"[\sะ-ฺ็-๎]")


def skeleton(said: str) -> str:
    """What is left of a text when its white space and its vowels are taken away.

    Lines break where the width of the paper has it; and a reader of PDF files cannot tell every
    mark that a Thai face draws in several places.
    """
    return _MARKS.sub("", said)


@pytest.mark.parametrize(
    ("meeting", "wanted"),
    [("first-meeting", FIRST), ("joint-meeting", JOINT), ("assembly", ASSEMBLY)],
)
def test_the_minutes_of_the_story_are_printed_in_the_official_order(
    prints: Prints, meeting: str, wanted: list[str]
) -> None:
    printed = skeleton("".join(prints(meeting)))
    place = 0
    for said in wanted:
        found = printed.find(skeleton(said), place)
        assert found >= place, f"{said!r} is not after what stands before it in {printed}"
        place = found + 1


def test_the_template_is_the_one_that_its_maker_makes(tmp_path: Path) -> None:
    def contents(file: Path) -> dict[str, bytes]:
        with ZipFile(BytesIO(file.read_bytes())) as parts:
            kept = (name for name in parts.namelist() if not name.startswith("docProps/"))
            return {name: parts.read(name) for name in kept}

    made = tmp_path / "minutes.docx"
    make(made)
    assert contents(made) == contents(TEMPLATE)
