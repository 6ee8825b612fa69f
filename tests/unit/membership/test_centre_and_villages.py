"""The centre, its villages, and what things are called."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from bangduan.events.membership import (
    CentreFounded,
    CentreRenamed,
    MissionsRevised,
    VillageRegistered,
    VillageRenamed,
)
from bangduan.events.types import Count, Line, Quantity, TambonCode, VillageCode
from bangduan.testing.scenario import given
from services.membership.domain.centre import (
    CENTRE,
    FOUNDED_ONCE,
    MISSIONS_DIFFER,
    FoundCentre,
    RenameCentre,
    ReviseMissions,
    centre_id,
)
from services.membership.domain.registry import KINDS, OFFICES
from services.membership.domain.village import (
    HAS_A_NUMBER,
    REGISTERED_ONCE,
    VILLAGE,
    RegisterVillage,
    RenameVillage,
    tambon_of,
)

BANG_DUAN = TambonCode("110113")
NAME = Line("ศูนย์ประสานงานองค์การชุมชนตำบลบางด้วน")
MISSIONS = (
    Line("การแก้ปัญหาเป็นกระบวนการมีส่วนร่วมและสะท้อนปัญหาไปสู่หน่วยงาน"),
    Line("ประสานความร่วมมือกับทุกภาคส่วน"),
)
FOUNDED = CentreFounded(
    centre_id=centre_id(BANG_DUAN), tambon=BANG_DUAN, name=NAME, missions=MISSIONS
)
MOO_1 = VillageCode("11011301")
REGISTERED = VillageRegistered(village=MOO_1, name=Line("บ้านบางด้วน"))


def test_a_centre_is_founded_on_a_day_that_may_be_unknown() -> None:
    command = FoundCentre(tambon=BANG_DUAN, name=NAME, missions=MISSIONS)
    given(CENTRE).when(command).then(FOUNDED)
    founded_on = date(2008, 6, 1)
    given(CENTRE).when(dataclasses.replace(command, founded_on=founded_on)).then(
        dataclasses.replace(FOUNDED, founded_on=founded_on)
    )


def test_a_tambon_has_one_centre() -> None:
    command = FoundCentre(tambon=BANG_DUAN, name=NAME)
    given(CENTRE, FOUNDED).when(command).refuses(FOUNDED_ONCE)


def test_centres_of_tambons_with_the_same_name_are_told_apart_by_code() -> None:
    assert centre_id("110113") != centre_id("102202") != centre_id("920404")


def test_a_mission_is_listed_once() -> None:
    command = FoundCentre(tambon=BANG_DUAN, name=NAME, missions=(*MISSIONS, MISSIONS[0]))
    refusal = given(CENTRE).when(command).refuses(MISSIONS_DIFFER)
    assert MISSIONS[0] in refusal.th


def test_a_centre_is_renamed_and_its_missions_are_revised() -> None:
    later = given(CENTRE, FOUNDED)
    name = Line("ศอช.ต.บางด้วน")
    later.when(RenameCentre(tambon=BANG_DUAN, name=name)).then(
        CentreRenamed(tambon=BANG_DUAN, name=name)
    )
    later.when(ReviseMissions(tambon=BANG_DUAN, missions=MISSIONS[:1])).then(
        MissionsRevised(tambon=BANG_DUAN, missions=MISSIONS[:1])
    )


@pytest.mark.parametrize(
    "command",
    [RenameCentre(tambon=BANG_DUAN, name=NAME), ReviseMissions(tambon=BANG_DUAN, missions=())],
)
def test_a_centre_that_was_never_founded_cannot_change(command: Any) -> None:
    assert given(CENTRE).when(command).finds_nothing().field == "tambon"


def test_a_village_is_registered_with_as_many_households_as_is_known() -> None:
    about = Quantity(value=Count(400), bound="about")
    given(VILLAGE).when(
        RegisterVillage(village=MOO_1, name=Line("บ้านบางด้วน"), households=about)
    ).then(dataclasses.replace(REGISTERED, households=about))


def test_a_village_is_registered_once_and_then_renamed() -> None:
    there = given(VILLAGE, REGISTERED)
    there.when(RegisterVillage(village=MOO_1, name=Line("อื่น"))).refuses(REGISTERED_ONCE)
    there.when(RenameVillage(village=MOO_1, name=Line("บ้านบางด้วนใน"))).then(
        VillageRenamed(village=MOO_1, name=Line("บ้านบางด้วนใน"))
    )


def test_a_village_has_a_number() -> None:
    command = RegisterVillage(village=VillageCode("11011300"), name=Line("ไม่มีหมู่"))
    given(VILLAGE).when(command).refuses(HAS_A_NUMBER)


def test_a_village_nobody_registered_cannot_be_renamed() -> None:
    given(VILLAGE).when(RenameVillage(village=MOO_1, name=Line("ใหม่"))).finds_nothing()


def test_a_village_belongs_to_the_tambon_its_code_begins_with() -> None:
    assert tambon_of(MOO_1) == BANG_DUAN


def test_every_kind_and_office_of_the_source_has_its_thai_and_english_name() -> None:
    assert len(KINDS) == 17
    assert all(kind.thai and kind.english for kind in KINDS.values())
    assert {kind.kind for kind in KINDS.values() if kind.holds_funds} == {
        "savings-group",
        "funeral-aid-association",
        "welfare-fund",
        "village-fund",
        "poverty-alleviation-fund",
        "community-finance-institution",
    }
    assert KINDS["power-plant-fund"].location == "outside"
    assert set(OFFICES) == {
        "cd-officer",
        "tambon-headman",
        "village-head",
        "sao-chief-executive",
        "council-chair",
        "centre-chair",
    }
