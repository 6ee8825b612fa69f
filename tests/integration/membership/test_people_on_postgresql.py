"""Numbers, merging and households on a PostgreSQL server: facts beside the log work there."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bangduan.application import Application
from bangduan.errors import RuleBroken
from bangduan.events.types import EntityId, Line, TambonCode, VillageCode
from bangduan.rebuilding import prepare, rebuild
from bangduan.settings import Settings
from bangduan.testing.store.bench import new_id
from services.membership.domain.centre import FoundCentre
from services.membership.domain.household import (
    IN_ONE_HOUSEHOLD,
    JoinHousehold,
    NameHouseholdHead,
    RegisterHousehold,
)
from services.membership.domain.life import MergePeople
from services.membership.domain.person import CorrectPerson, ErasePerson, RegisterPerson
from services.membership.domain.village import RegisterVillage
from services.membership.people import NUMBER_IS_FREE
from services.membership.projections import households, register
from services.membership.service import service
from services.membership.views import PersonFilter

NUMBER, ANOTHER = Line("1101700203450"), Line("3101200004462")
MOO_1 = VillageCode("11011301")


@pytest.fixture
def membership(postgres_database: Callable[[], str], tmp_path: Path) -> Iterator[Application]:
    """The service on a PostgreSQL database of the test's own."""
    application = Application(service, Settings(data=tmp_path, database=postgres_database()))
    prepare(application)
    yield application
    application.close()


def person(membership: Application, number: Line | None = None) -> EntityId:
    person_id = EntityId(new_id())
    registered = RegisterPerson(
        person_id=person_id, name=Line("สมชาย (สมมติ)"), national_id=number, synthetic=True
    )
    membership.execute(registered)
    return person_id


def found(membership: Application, number: Line) -> list[str]:
    rows = membership.reader.all(register.list_people(PersonFilter(national_id=number)))
    return [row["person_id"] for row in rows]


def test_a_number_is_found_taken_corrected_and_forgotten(membership: Application) -> None:
    first = person(membership, NUMBER)
    assert found(membership, NUMBER) == [first]
    with pytest.raises(RuleBroken) as refusal:
        person(membership, NUMBER)
    assert refusal.value.rule == NUMBER_IS_FREE.name
    membership.execute(CorrectPerson(person_id=first, national_id=ANOTHER))
    second = person(membership, NUMBER)
    membership.execute(ErasePerson(person_id=first, reason="asked"))
    for _ in range(2):
        assert (found(membership, NUMBER), found(membership, ANOTHER)) == ([second], [])
        rebuild(membership, register.REGISTER)
    person(membership, ANOTHER)


def test_a_double_leaves_its_number_and_its_place_in_the_household_to_who_stays(
    membership: Application,
) -> None:
    membership.execute(FoundCentre(tambon=TambonCode("110113"), name=Line("ศอช.ต.")))
    membership.execute(RegisterVillage(village=MOO_1, name=Line("บ้านบางด้วน")))
    first, second = (EntityId(new_id()) for _ in range(2))
    for house, number in ((first, "99/1"), (second, "99/2")):
        membership.execute(
            RegisterHousehold(household_id=house, house_number=Line(number), village=MOO_1)
        )
    stays, double = person(membership), person(membership, NUMBER)
    membership.execute(JoinHousehold(household_id=first, person_id=double))
    membership.execute(NameHouseholdHead(household_id=first, person_id=double))
    membership.execute(MergePeople(person_id=double, into=stays))
    assert found(membership, NUMBER) == [stays]
    for _ in range(2):
        [village] = membership.reader.all(households.list_villages())
        assert village["households_registered"] == 2
        house_now = households.one_household(membership.reader, first)
        assert house_now is not None
        assert (house_now["head"], house_now["people_count"]) == (stays, 1)
        rebuild(membership, households.HOUSEHOLDS)
    with pytest.raises(RuleBroken) as refusal:
        membership.execute(JoinHousehold(household_id=second, person_id=stays))
    assert refusal.value.rule == IN_ONE_HOUSEHOLD.name
