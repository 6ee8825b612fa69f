"""A register with villages, and files as offices keep them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from bangduan.application import Application
from bangduan.events.types import Line, TambonCode, VillageCode
from bangduan.importing import running, taking
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.unit_of_work import Context
from services.membership.domain.centre import FoundCentre
from services.membership.domain.village import RegisterVillage
from services.membership.service import service

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WHO = Context(actor="tester")


def prepared(data: Path, **settings: Any) -> Application:
    """The membership service on a register that has a centre and four villages."""
    application = Application(service, Settings(data=data, **settings))
    prepare(application)
    application.execute(
        FoundCentre(tambon=TambonCode("110113"), name=Line("ศอช.ต. บางด้วน")), key="centre"
    )
    for number in range(1, 5):
        village = VillageCode(f"1101130{number}")
        name = Line(f"บ้านคลอง {number}")
        application.execute(RegisterVillage(village=village, name=name), key=f"village-{number}")
    return application


def as_csv(*rows: Sequence[Any]) -> bytes:
    """Rows as a file."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def number(n: int) -> str:
    """The national ID of somebody invented."""
    digits = f"1{n:011}"
    weighted = sum(int(d) * by for d, by in zip(digits, range(13, 1, -1), strict=True))
    return f"{digits}{(11 - weighted % 11) % 10}"


def many(count: int) -> bytes:
    """A register of so many invented people, with a few rows that are wrong or said twice."""
    rows: list[Sequence[Any]] = [["ทะเบียนประชากร (สมมติ)"], []]
    rows.append(["ลำดับ", "ชื่อ - สกุล", "เลขบัตรประชาชน", "วัน/เดือน/ปีเกิด", "หมู่ที่", "เบอร์โทร"])
    for n in range(count):
        village = 9 if n % 100 == 50 else n % 4 + 1
        who = n - 1 if n % 100 == 70 else n
        name = f"{('นาย', 'นาง')[n % 2]}ทดสอบ{who} นามสกุล{who} (สมมติ)"
        rows.append([n + 1, name, number(who), f"12/3/{2480 + n % 60}", village, f"08{who:08}"])
    rows.append(["", "รวมทั้งสิ้น", "", f"{count} คน"])
    return as_csv(*rows)


def handed_in(application: Application, sort: str, content: bytes) -> str:
    """Hand a file in; the import's id."""
    wanted = taking.imports_of(application).sort(sort)
    return taking.handed_in(application, wanted, content, file_name="ทะเบียน.csv", context=WHO)


def taken_in(application: Application, sort: str, content: bytes) -> dict[str, int]:
    """Hand a file in and carry it out; rows by what became of them."""
    import_id = handed_in(application, sort, content)
    tried = taking.tried(application, import_id)["counts"]
    taking.started(application, import_id, WHO)
    running.carry_out(application, import_id)
    found = taking.imports_of(application).item(application.reader, import_id)
    assert found is not None
    done = {kind: found[kind] for kind in tried}
    assert done == tried, "the run does what the dry run said"
    return done
