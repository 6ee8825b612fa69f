"""A register of organisations in a file, and one of who belongs to which."""

from __future__ import annotations

import dataclasses
import re
from typing import Any, Final

from sqlalchemy import select

from bangduan.application import Application
from bangduan.importing import Field, Given, Import, Judged, Said, cells
from bangduan.importing.headers import folded
from services.membership.domain.membership import JoinOrganisation
from services.membership.domain.organisation import RegisterOrganisation
from services.membership.imports.lookups import (
    MUST_BE_THERE,
    People,
    Villages,
    require_name,
    whole_name,
)
from services.membership.imports.people import FIRST_NAME, LAST_NAME, NAME, NATIONAL_ID, VILLAGE
from services.membership.projections.organisations import list_kinds, members, organisations

#: How offices shorten or vary the names of kinds.
_ALSO: Final = {
    "savings-group": ("กลุ่มออมทรัพย์", "ออมทรัพย์", "กลุ่มออมทรัพย์ฯ"),
    "funeral-aid-association": ("ฌาปนกิจ", "กลุ่มฌาปนกิจ", "ฌาปนกิจสงเคราะห์", "สมาคมฌาปนกิจ"),
    "welfare-fund": ("กองทุนสวัสดิการ", "สวัสดิการชุมชน", "กองทุนสวัสดิการชุมชนตำบล"),
    "village-fund": ("กองทุนหมู่บ้านและชุมชนเมือง", "กทบ.", "กองทุนเงินล้าน"),
    "poverty-alleviation-fund": ("กข.คจ.", "กขคจ", "โครงการ กข.คจ.", "กองทุน กข.คจ."),
    "producer-group": ("กลุ่มอาชีพ", "กลุ่มผลิตภัณฑ์", "otop", "วิสาหกิจชุมชน", "กลุ่มโอทอป"),
    "health-volunteers": ("อสม.", "กลุ่ม อสม.", "ชมรม อสม.", "อาสาสมัครสาธารณสุขประจำหมู่บ้าน"),
    "village-committee": ("กม.", "คณะกรรมการหมู่บ้าน"),
    "volunteer-development-leaders": ("ผู้นำ อช.", "อช.", "ผู้นำอาสาพัฒนาชุมชน"),
    "womens-group": ("กลุ่มพัฒนาสตรี", "คณะกรรมการพัฒนาสตรี", "กพสม.", "กลุ่มแม่บ้าน", "สตรี"),
    "sao": ("อบต.", "องค์การบริหารส่วนตำบล"),
}
_ORGANISATION_WORDS: Final = (
    "ชื่อกลุ่ม", "ชื่อองค์กร", "ชื่อกลุ่ม/องค์กร", "กลุ่ม/องค์กร", "กลุ่ม", "องค์กร", "ชื่อกลุ่มองค์กร",
    "ชื่อกองทุน", "ชื่อกลุ่ม/กองทุน", "สังกัดกลุ่ม", "กลุ่มที่สังกัด", "เป็นสมาชิกกลุ่ม",
    "organisation", "organization", "group", "organisation name", "group name",
)  # fmt: skip


def _like(name: str) -> str:
    return re.sub(r"\s+", "", name).casefold()


class Organisations:
    """The organisations that stand, found by name."""

    def __init__(self, application: Application) -> None:
        self._by_name: dict[str, list[dict[str, Any]]] = {}
        columns = (organisations.c.organisation_id, organisations.c.name, organisations.c.village)
        standing = select(*columns).where(organisations.c.status == "active")
        for row in application.reader.all(standing):
            self.add(row)

    def add(self, organisation: dict[str, Any], row: int | None = None) -> None:
        """An organisation is in the register now; ``row`` of the file brought it, if one did."""
        known = {**organisation, "row": row}
        self._by_name.setdefault(_like(str(known["name"])), []).append(known)

    def every(self, name: str) -> list[dict[str, Any]]:
        """Those of a name, wherever they are."""
        return self._by_name.get(_like(name), [])

    def called(self, name: str, village: str | None = None) -> list[dict[str, Any]]:
        """Those of a name, as far as the village does not speak against it."""
        found = self.every(name)
        here = [known for known in found if known["village"] == village]
        return here or [k for k in found if village is None or k["village"] is None]


class Kinds:
    """Kinds of organisation, by every word they go by."""

    def __init__(self, application: Application) -> None:
        self._kinds: dict[str, str] = {}
        self.said: list[str] = []
        for kind in list_kinds(application.reader)["items"]:
            self.said.append(kind["thai"])
            for word in (kind["thai"], kind["english"], kind["kind"], *_ALSO.get(kind["kind"], ())):
                self._kinds.setdefault(folded(word), kind["kind"])

    def find(self, row: Given) -> str | None:
        """The kind a row names, or its name begins with; what is wrong is said."""
        words = row.get("kind")
        if words:
            found = self._kinds.get(folded(words))
        else:
            name = folded(row.get("name") or "")
            found = next(
                (
                    kind
                    for word, kind in sorted(self._kinds.items(), key=lambda each: -len(each[0]))
                    if len(word) > 3 and name.startswith(word)
                ),
                None,
            )
        if found is None and not row.is_wrong("kind"):
            said = ", ".join(self.said)
            row.wrong(
                "kind",
                Said(
                    f"Write the kind, one of: {said}.",
                    f"โปรดระบุประเภทองค์กร เป็นอย่างใดอย่างหนึ่ง: {said}",
                ),
            )
        return found


class KnownOrganisations:
    """The register of organisations."""

    def __init__(self, application: Application) -> None:
        self._organisations = Organisations(application)
        self._villages = Villages(application)
        self._kinds = Kinds(application)

    def judge(self, row: Given) -> Judged:
        """An organisation to register, or one that is registered."""
        village, name = self._villages.find(row), row.get("name")
        if not name and not row.is_wrong("name"):
            row.wrong("name", MUST_BE_THERE)
        same = self._organisations.called(name, village) if name and not row.wrongs else []
        if same:
            return Judged(there=_organisation_there(same[0]))
        kind, founded = self._kinds.find(row), row.get("founded_on")
        count = row.get("member_count")
        return Judged(
            {
                "organisation_id": row.id, "kind": kind, "name": name, "village": village,
                "founded_on": founded.isoformat() if founded else None,
                "member_count": dataclasses.asdict(count) if count else None,
            }
        )  # fmt: skip

    def remember(self, command: RegisterOrganisation, row: Given) -> None:
        """An organisation is registered by a row before."""
        said = dataclasses.asdict(command)
        self._organisations.add(said, row.number)


def _organisation_there(known: dict[str, Any]) -> Said:
    if known["row"] is not None:
        return Said(
            f"The same organisation as in row {known['row']} of this file.",
            f"เป็นองค์กรเดียวกับแถวที่ {known['row']} ของไฟล์นี้",
        )
    where = f"/membership/organisations/{known['organisation_id']}"
    return Said(f"Registered already: {where}", f"ขึ้นทะเบียนแล้ว: {where}")


class KnownMemberships:
    """Who belongs to what."""

    def __init__(self, application: Application) -> None:
        self._people = People(application)
        self._organisations = Organisations(application)
        self._villages = Villages(application)
        now = select(members.c.organisation_id, members.c.person_id)
        rows = application.reader.all(now.where(members.c.status == "member"))
        self._members: dict[tuple[str, str], int | None] = {
            (row["organisation_id"], row["person_id"]): None for row in rows
        }

    def judge(self, row: Given) -> Judged:
        """Somebody joins an organisation, or belongs to it already."""
        village = self._villages.find(row)
        person, organisation = self._person(row, village), self._organisation(row, village)
        if person is None or organisation is None:
            return Judged()
        joined, pair = row.get("joined_on"), (organisation, person)
        if pair in self._members:
            at = self._members[pair]
            said = Said("A member already.", "เป็นสมาชิกอยู่แล้ว")
            if at is not None:
                said = Said(f"The same as row {at} of this file.", f"ซ้ำกับแถวที่ {at} ของไฟล์นี้")
            return Judged(there=said)
        return Judged(
            {
                "organisation_id": organisation, "person_id": person,
                "joined_on": joined.isoformat() if joined else None,
            }
        )  # fmt: skip

    def remember(self, command: JoinOrganisation, row: Given) -> None:
        """Somebody joins by a row before."""
        self._members[command.organisation_id, command.person_id] = row.number

    def _person(self, row: Given, village: str | None) -> str | None:
        number = row.get("national_id")
        found = self._people.numbered(number)
        if found is not None:
            return str(found["person_id"])
        name = whole_name(row) if number or row.wrongs else require_name(row)
        if name is None and not row.wrongs:
            row.wrong("national_id", _NO_PERSON)
        if name is None or row.wrongs:
            return None
        # somebody with another number is another person
        called = [
            k for k in self._people.called(name.name, village) if not number or not k["national_id"]
        ]
        if len(called) == 1:
            return str(called[0]["person_id"])
        row.wrong("name" if "name" in row.shown else "first_name", _MANY if called else _NO_PERSON)
        return None

    def _organisation(self, row: Given, village: str | None) -> str | None:
        name = row.get("organisation")
        if not name:
            if not row.is_wrong("organisation"):
                row.wrong("organisation", MUST_BE_THERE)
            return None
        found = self._organisations.called(name) if village is None else self._near(name, village)
        if len(found) == 1:
            return str(found[0]["organisation_id"])
        row.wrong("organisation", _MANY_ORGANISATIONS if found else _NO_ORGANISATION)
        return None

    def _near(self, name: str, village: str) -> list[dict[str, Any]]:
        """Those of the person's village before those of others: people join across villages."""
        return self._organisations.called(name, village) or self._organisations.every(name)


_NO_PERSON: Final = Said(
    "Nobody like this is in the register. Import the people first, or check the name and number.",
    "ไม่พบบุคคลนี้ในทะเบียน โปรดนำเข้าทะเบียนบุคคลก่อน หรือตรวจสอบชื่อและเลขประจำตัวประชาชน",
)
_MANY: Final = Said(
    "Several people of this name are in the register. Add the national ID to the file.",
    "มีหลายคนใช้ชื่อนี้ในทะเบียน โปรดเพิ่มเลขประจำตัวประชาชนในไฟล์",
)
_NO_ORGANISATION: Final = Said(
    "No organisation of this name stands in the register. Register it first, or check the name.",
    "ไม่พบองค์กรชื่อนี้ในทะเบียน โปรดขึ้นทะเบียนองค์กรก่อน หรือตรวจสอบชื่อ",
)
_MANY_ORGANISATIONS: Final = Said(
    "Several organisations have this name. Add a column with the village.",
    "มีหลายองค์กรใช้ชื่อนี้ โปรดเพิ่มคอลัมน์หมู่บ้าน",
)

ORGANISATIONS: Final = Import(
    "organisations",
    title="Organisations",
    command=RegisterOrganisation,
    known=KnownOrganisations,
    required=("name",),
    fields=(
        Field("name", (*_ORGANISATION_WORDS, "ชื่อ", "รายชื่อกลุ่ม", "name"), cells.text),
        Field(
            "kind",
            ("ประเภท", "ประเภทองค์กร", "ประเภทกลุ่ม", "ชนิด", "ชนิดองค์กร", "kind", "type"),
            cells.text,
        ),
        VILLAGE,
        Field(
            "founded_on",
            (
                "วันที่ก่อตั้ง", "วันก่อตั้ง", "ก่อตั้งเมื่อ", "จัดตั้งเมื่อ", "วันที่จัดตั้ง", "วันเดือนปีที่ก่อตั้ง",
                "วัน/เดือน/ปี ที่จัดตั้ง", "ก่อตั้ง", "founded on", "founded", "established",
            ),
            cells.day,
        ),
        Field(
            "member_count",
            (
                "จำนวนสมาชิก", "สมาชิก", "จำนวนสมาชิก (คน)", "สมาชิก (คน)", "จำนวน (คน)", "members",
                "member count", "number of members",
            ),
            cells.quantity,
        ),
    ),
)  # fmt: skip

MEMBERSHIPS: Final = Import(
    "memberships",
    title="Memberships",
    command=JoinOrganisation,
    known=KnownMemberships,
    required=("organisation", "national_id|name|first_name"),
    fields=(
        Field("organisation", _ORGANISATION_WORDS, cells.text),
        NATIONAL_ID,
        NAME,
        FIRST_NAME,
        LAST_NAME,
        VILLAGE,
        Field(
            "joined_on",
            (
                "วันที่เข้าเป็นสมาชิก", "วันที่สมัคร", "วันสมัคร", "เข้าเป็นสมาชิกเมื่อ", "เป็นสมาชิกเมื่อ",
                "วันที่เป็นสมาชิก", "สมัครเมื่อ", "วันเดือนปีที่สมัคร", "joined on", "joined",
            ),
            cells.day,
        ),
    ),
)  # fmt: skip
