"""People, households and villages are shown as they stood."""

from bangduan.application import Application
from bangduan.events.types import EntityId, Line, TambonCode, VillageCode
from bangduan.testing.store.bench import new_id
from services.membership.domain.centre import FoundCentre
from services.membership.domain.household import (
    JoinHousehold,
    NameHouseholdHead,
    RegisterHousehold,
)
from services.membership.domain.life import RecordDeath
from services.membership.domain.person import CorrectPerson, RegisterPerson
from services.membership.domain.village import RegisterVillage, RenameVillage
from tests.unit.membership.browser import Browser

MOO_1 = VillageCode("11011301")


def test_what_changed_since_is_shown_as_it_was(membership: Application, browser: Browser) -> None:
    person_id, household_id = (EntityId(new_id()) for _ in range(2))
    for command in (
        FoundCentre(tambon=TambonCode("110113"), name=Line("ศอช.ต.")),
        RegisterVillage(village=MOO_1, name=Line("ชื่อเดิม")),
        RenameVillage(village=MOO_1, name=Line("ชื่อใหม่")),
        RegisterPerson(
            person_id=person_id, name=Line("สมชาย (สมมติ)"), synthetic=True,
            national_id=Line("1101700203450"),
        ),
        CorrectPerson(person_id=person_id, phone=Line("0812345678")),
        RegisterHousehold(household_id=household_id, house_number=Line("99/1"), village=MOO_1),
        JoinHousehold(household_id=household_id, person_id=person_id),
        NameHouseholdHead(household_id=household_id, person_id=person_id),
        RecordDeath(person_id=person_id),
    ):  # fmt: skip
        membership.execute(command)
    assert "ชื่อเดิม" in browser.sees(f"/villages/{MOO_1}?version=1")
    then = browser.sees(f"/people/{person_id}?version=2")
    assert "0812345678" in then
    assert "1101700203450" not in then
    assert "99/1" in browser.sees(f"/households/{household_id}?version=2")
