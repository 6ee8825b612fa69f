"""A register of people in a file."""

from __future__ import annotations

from typing import Any, Final

from bangduan.application import Application
from bangduan.days import today
from bangduan.importing import Field, Given, Import, Judged, Said, Unclear, cells
from bangduan.importing.cells import Birth
from bangduan.importing.names import sex_of
from bangduan.importing.reading import Cell
from bangduan.thai import buddhist_year
from services.membership.domain.particulars import require_born_by
from services.membership.domain.person import PERSON, RegisterPerson
from services.membership.imports.lookups import People, Villages, require_name, sex

NAME: Final = Field(
    "name",
    (
        "ชื่อ-สกุล", "ชื่อ-นามสกุล", "ชื่อ นามสกุล", "ชื่อ สกุล", "ชื่อและนามสกุล", "ชื่อและสกุล",
        "ชื่อตัว-ชื่อสกุล", "ชื่อตัวและชื่อสกุล", "คำนำหน้า ชื่อ-สกุล", "คำนำหน้าชื่อ-นามสกุล",
        "คำนำหน้า ชื่อ สกุล", "รายชื่อ", "ชื่อสมาชิก", "ชื่อ-สกุลสมาชิก", "ชื่อ - สกุล ผู้สมัคร",
        "ชื่อบุคคล", "ชื่อ-นามสกุล สมาชิก", "ชื่อ", "name", "full name", "name and surname",
    ),
    cells.text,
)  # fmt: skip
FIRST_NAME: Final = Field(
    "first_name", ("ชื่อตัว", "ชื่อจริง", "ชื่อแรก", "ชื่อต้น", "first name", "given name"), cells.text
)
LAST_NAME: Final = Field(
    "last_name",
    ("สกุล", "นามสกุล", "ชื่อสกุล", "surname", "last name", "family name"),
    cells.text,
)
NATIONAL_ID: Final = Field(
    "national_id",
    (
        "เลขประจำตัวประชาชน", "เลขบัตร", "เลขบัตรประชาชน", "เลขบัตรประจำตัวประชาชน",
        "เลขที่บัตรประชาชน", "เลขที่บัตรประจำตัวประชาชน", "หมายเลขบัตรประชาชน",
        "หมายเลขประจำตัวประชาชน", "หมายเลขบัตรประจำตัวประชาชน", "เลขประชาชน", "เลข 13 หลัก",
        "เลขประจำตัว 13 หลัก", "เลขบัตรประชาชน 13 หลัก", "เลขประจำตัวประชาชน 13 หลัก", "บัตรประชาชน",
        "บัตรประจำตัวประชาชน", "เลข ปชช.", "เลขบัตร ปชช.", "ปชช.", "เลขประจำตัว",
        "national id", "id card", "citizen id", "id number", "national id number",
    ),
    cells.national_id,
)  # fmt: skip
VILLAGE: Final = Field(
    "village",
    (
        "หมู่ที่", "หมู่", "ม.", "หมู่บ้าน", "ชื่อหมู่บ้าน", "บ้าน", "บ้าน/หมู่ที่", "หมู่ที่/บ้าน", "เลขหมู่",
        "รหัสหมู่บ้าน", "หมู่ที่/ชื่อบ้าน", "village", "moo", "village no", "village code",
    ),
    cells.digits,
)  # fmt: skip
_RESIDENCIES: Final = {
    **dict.fromkeys(
        ("resident", "อยู่จริง", "อาศัยอยู่จริง", "ในตำบล", "อยู่ในตำบล", "อาศัยอยู่ในตำบล",
         "lives in the tambon"),
        "resident",
    ),
    **dict.fromkeys(
        ("non_resident", "non-resident", "ไม่อยู่", "นอกตำบล", "อยู่นอกตำบล", "อาศัยอยู่นอกตำบล",
         "lives elsewhere"), "non_resident",
    ),
    "unknown": "unknown",
}  # fmt: skip


def _residency(cell: Cell) -> str:
    found = _RESIDENCIES.get(cells.text(cell).casefold())
    if found is None:
        raise Unclear(
            "Write ในตำบล or นอกตำบล, or leave it empty.", "โปรดเขียน ในตำบล หรือ นอกตำบล หรือเว้นว่างไว้"
        )
    return found


class KnownPeople:
    """The register of people."""

    def __init__(self, application: Application) -> None:
        self._people = People(application)
        self._villages = Villages(application)

    def judge(self, row: Given) -> Judged:
        """A person to register, somebody registered already, or somebody like one who is."""
        name, village = require_name(row), self._villages.find(row)
        if name is None or row.wrongs:
            return Judged()
        number, birth = row.get("national_id"), row.get("birth") or Birth(None, None)
        same = self._people.numbered(number)
        if same is not None:
            return Judged(there=_there(same))
        values = {
            "person_id": row.id, "name": name.name, "title": name.title,
            "national_id": number, "phone": row.get("phone"), "address": _address(row),
            "village": village, "sex": row.get("sex") or sex_of(name.title),
            "synthetic": "(สมมติ)" in name.name,
            "born_on": birth.on.isoformat() if birth.on else None, "birth_year": birth.year,
            "residency": row.get("residency") or "unknown",
        }  # fmt: skip
        for known in self._people.called(name.name, village):
            if (number and known["national_id"]) or not _may_be_born(known, birth):
                continue  # another number, another birth: another person
            if known["village"] == village and _is_born(known, birth):
                return Judged(there=_there(known))
            return Judged(values, alike=_alike(known))
        return Judged(values)

    def remember(self, command: RegisterPerson, row: Given) -> None:
        """Somebody is registered by a row before."""
        require_born_by(today(), command.born_on, command.birth_year)
        PERSON.decide(PERSON.initial, command)
        self._people.add(
            {
                "person_id": command.person_id,
                "name": command.name,
                "village": command.village,
                "national_id": command.national_id,
                "born_on": command.born_on.isoformat() if command.born_on else None,
                "birth_year": command.birth_year,
            },
            row.number,
        )


def _address(row: Given) -> str | None:
    address, house = row.get("address"), row.get("house")
    if address and house and str(house) not in str(address):
        return f"{house} {address}"
    return address or (f"บ้านเลขที่ {house}" if house else None)


def _year(known: dict[str, Any]) -> str | None:
    return str(known["birth_year"]) if known["birth_year"] else None


def _birth_year(birth: Birth) -> str | None:
    if birth.on is not None:
        return str(buddhist_year(birth.on))
    return str(birth.year) if birth.year else None


def _may_be_born(known: dict[str, Any], birth: Birth) -> bool:
    """False where two births speak against each other."""
    if known["born_on"] and birth.on and str(known["born_on"]) != birth.on.isoformat():
        return False
    known_year = str(known["born_on"])[:4] if known["born_on"] else None
    years = {_year(known) or (known_year and str(int(known_year) + 543)), _birth_year(birth)}
    return len(years - {None}) < 2


def _is_born(known: dict[str, Any], birth: Birth) -> bool:
    """True where both births are known alike, to the day or to the year."""
    if birth.on is not None:
        return str(known["born_on"]) == birth.on.isoformat()
    return birth.year is not None and not known["born_on"] and _year(known) == str(birth.year)


def _there(known: dict[str, Any]) -> Said:
    if known["row"] is not None:
        return Said(
            f"The same person as in row {known['row']} of this file.",
            f"เป็นบุคคลเดียวกับแถวที่ {known['row']} ของไฟล์นี้",
        )
    where = f"/membership/people/{known['person_id']}"
    return Said(f"Registered already: {where}", f"ขึ้นทะเบียนแล้ว: {where}")


def _alike(known: dict[str, Any]) -> Said:
    at = known["row"]
    where = f"/membership/people/{known['person_id']}"
    there = (f"row {at} of this file", f"แถวที่ {at} ของไฟล์นี้") if at is not None else (where, where)
    return Said(
        f"Somebody of this name is there: {there[0]}. Left out; if this is another person, choose "
        "to take the row all the same, or add the national ID to the file.",
        f"มีผู้ใช้ชื่อนี้อยู่แล้ว: {there[1]} จึงยังไม่นำเข้า หากเป็นคนละคน โปรดเลือกให้นำเข้าแถวนี้ "
        "หรือเพิ่มเลขประจำตัวประชาชนในไฟล์",
    )


PEOPLE: Final = Import(
    "people",
    title="People",
    command=RegisterPerson,
    known=KnownPeople,
    subject="person_id",
    required=("name|first_name",),
    fields=(
        Field(
            "title",
            ("คำนำหน้า", "คำนำหน้าชื่อ", "คำนำหน้านาม", "ยศ", "คำนำ", "title", "prefix"),
            cells.text,
        ),
        NAME,
        FIRST_NAME,
        LAST_NAME,
        NATIONAL_ID,
        Field(
            "birth",
            (
                "วันเดือนปีเกิด", "วัน/เดือน/ปีเกิด", "วัน เดือน ปี เกิด", "ว/ด/ป เกิด", "ว.ด.ป.เกิด",
                "ว.ด.ป. เกิด", "วดป.เกิด", "วันเกิด", "เกิดวันที่", "เกิดเมื่อ", "ปีเกิด", "พ.ศ.เกิด",
                "ปี พ.ศ. เกิด",
                "วันเดือนปี เกิด (พ.ศ.)", "birth", "born on", "date of birth", "birth date", "birthday",
                "dob", "birth year", "year of birth", "born",
            ),
            cells.birth,
        ),
        Field("sex", ("เพศ", "sex", "gender"), sex),
        Field(
            "phone",
            (
                "เบอร์โทร", "เบอร์โทรศัพท์", "โทรศัพท์", "โทร", "หมายเลขโทรศัพท์", "เบอร์มือถือ",
                "โทรศัพท์มือถือ", "เบอร์โทรศัพท์มือถือ", "หมายเลขโทรศัพท์มือถือ", "มือถือ", "เบอร์ติดต่อ",
                "เบอร์โทรติดต่อ", "phone", "telephone", "tel", "mobile", "phone number",
            ),
            cells.phone,
        ),
        Field(
            "house",
            ("บ้านเลขที่", "เลขที่บ้าน", "เลขที่", "house", "house number", "house no"),
            cells.text,
        ),
        Field("address", ("ที่อยู่", "ที่อยู่ปัจจุบัน", "ที่อยู่ตามทะเบียนบ้าน", "address"), cells.text),
        VILLAGE,
        Field(
            "residency",
            ("ภูมิลำเนา", "การอยู่อาศัย", "สถานะการอยู่อาศัย", "residency", "residence"),
            _residency,
        ),
    ),
)  # fmt: skip
