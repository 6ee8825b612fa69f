"""ทะเบียนของตำบล: the register comes to be, and people join, leave, move and die."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from bangduan.domain import derived_id
from bangduan.simulation import words
from bangduan.simulation.invented import MARK, Invented, name_of, phone, somebody
from bangduan.simulation.world import Fund, Organisation

if TYPE_CHECKING:
    from datetime import date

    from bangduan.simulation.world import World

_ROLES: Final = ("chair", "secretary", "treasurer")
_YEARS_OF_A_TERM: Final = 4
#: Whoever holds an office holds it to the end of the last day.
_NEXT_DAY: Final = timedelta(days=1)
_MOST_VILLAGE_FUNDS: Final = 3


def found(world: World) -> None:
    """The centre, its villages, people, organisations, offices and partners."""
    day, who = world.month.day(2), world.character
    world.ask(
        "/membership/centre", tambon=world.tambon, founded_on=who.founded_on,
        name=f"ศูนย์ประสานงานองค์การชุมชนตำบล{who.place}", missions=list(words.MISSIONS),
    )  # fmt: skip
    for number in range(1, who.villages + 1):
        _village(world, number)
    for _ in range(who.people):
        _person(world)
    _organisations(world, day)
    _offices(world, day)
    for number, (kind, level, name) in enumerate(words.PARTNERS):
        world.ask(
            "/membership/partners", partner_id=world.id("partner", number), kind=kind, level=level,
            name=name,
        )  # fmt: skip
        world.tally.add("partners", kind.replace("_", "-"))
    _households(world, day)


def go_on(world: World) -> None:
    """A month of the register: who comes, joins, leaves, moves, dies; what was written wrongly."""
    chance, vigour = world.chance("register"), world.character.vigour
    people = len(world.people)
    for _ in range(sum(chance.yes(0.012 * vigour) for _ in range(people))):
        _join(world, _person(world), chance.between(3, 27))
    for person in chance.some(world.grown_ups(), 3):
        if chance.yes(0.3 * vigour):
            _join(world, person, chance.between(3, 27))
    _leave(world)
    _correct(world)
    if chance.yes(people * 0.0009):
        die(world, chance.one(world.grown_ups()), world.month.day(chance.between(1, 12)))
    if chance.yes(people * 0.0006):
        _move(world, chance.one(world.grown_ups()), world.month.day(chance.between(14, 26)))
    _state_members(world)
    if world.lived > 6 and chance.yes(0.01):
        _dissolve(world)


def die(world: World, person: Invented, day: date) -> None:
    """Everything the person held ends with it; somebody else takes the seat and the chair."""
    person.there = False
    world.ask(f"/membership/people/{person.id}/death", died_on=day)
    for organisation in world.organisations:
        if person in organisation.members:
            organisation.members.remove(person)
            _count(world, organisation, person, -1)
        if organisation.chair is person:
            organisation.chair = None
            _lead(world, organisation, "chair", day + _NEXT_DAY)
    committee = world.committee
    if committee is not None and person in committee.members:
        committee.members.remove(person)
        _fill_seat(world, person, day)


# -- how it begins -----------------------------------------------------------------------------


def _village(world: World, number: int) -> None:
    code = f"{world.tambon}{number:02d}"
    world.villages.append(code)
    households = world.character.chance("village", number).between(60, 420)
    world.ask(
        "/membership/villages", village=code, name=f"บ้านหมู่ {number}",
        households={"value": households, "bound": "about"},
    )  # fmt: skip
    world.tally.add("villages")


def _person(world: World) -> Invented:
    number = len(world.people)
    chance = world.character.chance("person", number)
    person = somebody(
        world.id("person", number), chance.one(world.villages), world.month.first.year, chance
    )
    world.people.append(person)
    world.ask(
        "/membership/people", person_id=person.id, name=person.name, title=person.title,
        sex=person.sex, village=person.village, birth_year=person.birth_year,
        national_id=person.national_id, phone=person.phone, address=person.address,
        residency="resident", synthetic=True,
    )  # fmt: skip
    return person


def _organisations(world: World, day: date) -> None:
    chance, place = world.character.chance("organisations"), world.character.place
    for kind, (name, probability, share) in words.ORGANISATIONS.items():
        if not chance.yes(probability):
            continue
        if kind in words.OF_A_VILLAGE:
            most = min(_MOST_VILLAGE_FUNDS, len(world.villages))
            for village in chance.some(world.villages, chance.between(1, most)):
                full = f"{name} หมู่ที่ {int(village[-2:])} ตำบล{place}"
                _organisation(world, kind, full, share=share / 2, day=day, village=village)
        else:
            _organisation(world, kind, f"{name}ตำบล{place}", share=share, day=day)
    world.ask(
        "/membership/organisations", organisation_id=world.id("grantor"), kind="power-plant-fund",
        name="กองทุนพัฒนาชุมชนในพื้นที่รอบโรงไฟฟ้า", location="outside",
    )  # fmt: skip
    world.tally.add("organisations", "power-plant-fund")


def _organisation(
    world: World, kind: str, name: str, *, share: float, day: date, village: str | None = None
) -> None:
    number = len(world.organisations)
    chance = world.character.chance("organisation", number)
    founded = world.character.founded_on if chance.yes(0.6) else None
    organisation = register(
        world, world.id("organisation", number), kind, name, village=village, founded=founded
    )
    people = [person for person in world.grown_ups() if village in {None, person.village}]
    for person in chance.some(people, round(share * len(world.people))):
        _become_member(world, organisation, person, day)
    for role in _ROLES if organisation.members else ():
        _lead(world, organisation, role, day)


def register(
    world: World, id: str, kind: str, name: str, *, village: str | None, founded: date | None
) -> Organisation:
    """An organisation enters the register; one that keeps books has them when this is done."""
    organisation = Organisation(id, kind, name, village)
    wait: tuple[str, dict[str, Any]] | None = None
    if kind in words.WITH_BOOKS:
        organisation.fund = Fund(derived_id(id, "fund"), kind)
        wait = f"/funds/funds/{organisation.fund.id}", {"status": "open"}
        if kind != "community-finance-institution":
            world.tally.add("funds", "existing")
    world.ask(
        "/membership/organisations", organisation_id=id, kind=kind, name=name, village=village,
        founded_on=founded, wait=wait,
    )  # fmt: skip
    world.organisations.append(organisation)
    world.tally.add("organisations", kind)
    return organisation


def _offices(world: World, day: date) -> None:
    chance, year = world.character.chance("offices"), day.year
    held: list[tuple[str, str | None]] = [
        ("cd-officer", None), ("tambon-headman", None), ("centre-chair", None),
    ]  # fmt: skip
    held += [("village-head", village) for village in world.villages]
    for number, (office, village) in enumerate(held):
        id = world.id("office", number)
        world.ask("/membership/offices", office_id=id, office=office, village=village)
        since = day.replace(year=year - chance.between(0, _YEARS_OF_A_TERM - 1))
        at_home = [p for p in world.grown_ups() if village in {None, p.village}]
        holder = chance.one(at_home or world.grown_ups()) if chance.yes(0.85) else None
        world.ask(
            f"/membership/offices/{id}/terms", term_id=world.id("term", number), term_from=since,
            holder=None if holder is None else holder.id,
        )  # fmt: skip


def _households(world: World, day: date) -> None:
    """Some families stand in the register of households; most do not yet."""
    chance = world.character.chance("households")
    free = chance.shuffled(world.grown_ups())
    for number in range(len(world.people) // 12):
        head = free.pop()
        id = world.id("household", number)
        world.ask(
            "/membership/households", household_id=id, village=head.village,
            house_number=f"{chance.between(1, 299)}/{number + 1}",
        )  # fmt: skip
        world.ask(f"/membership/households/{id}/people", person_id=head.id, joined_on=day)
        world.ask(f"/membership/households/{id}/head", person_id=head.id)


# -- how it goes on ----------------------------------------------------------------------------


def _join(world: World, person: Invented, day: int) -> None:
    chance = world.chance("join", person.id)
    open_to = [
        each for each in world.organisations
        if each.members and each.village in {None, person.village} and person not in each.members
    ]  # fmt: skip
    for organisation in chance.some(open_to, chance.between(1, 2)):
        if (organisation.id, person.id) not in world.left:
            _become_member(world, organisation, person, world.month.day(day))


def _leave(world: World) -> None:
    chance = world.chance("leave")
    for organisation in world.organisations:
        if len(organisation.members) > 6 and chance.yes(0.05):
            person = chance.one(organisation.members)
            if person is not organisation.chair:
                _leave_one(world, organisation, person, "resigned", world.month.day(25))


def _leave_one(
    world: World, organisation: Organisation, person: Invented, reason: str, day: date
) -> None:
    path = f"/membership/organisations/{organisation.id}/members/{person.id}/departure"
    world.ask(path, left_on=day, reason=reason)
    organisation.members.remove(person)
    world.left.add((organisation.id, person.id))
    _count(world, organisation, person, -1)


def _correct(world: World) -> None:
    """A name was misspelt, a telephone changed, the sex was not as written."""
    chance = world.chance("correct")
    for person in chance.some(world.grown_ups(), 2):
        if not chance.yes(0.25):
            continue
        path = f"/membership/people/{person.id}/corrections"
        world.former += person.secrets
        if chance.yes(0.5):
            person.name = name_of(person.sex, chance)
            world.ask(path, name=person.name)
        else:
            person.phone = phone(chance)
            world.ask(path, phone=person.phone)


def _move(world: World, person: Invented, day: date) -> None:
    person.there = False
    for organisation in list(world.organisations):
        if person in organisation.members:
            if organisation.chair is person:
                path = f"/membership/organisations/{organisation.id}/leaders/{person.id}/end"
                world.ask(path, role="chair", ended_on=day, reason="moved_away")
                organisation.chair = None
                _lead(world, organisation, "chair", day + _NEXT_DAY)
            _leave_one(world, organisation, person, "moved", day)
    committee = world.committee
    if committee is not None and person in committee.members:
        committee.members.remove(person)
        world.ask(
            f"/membership/committees/{committee.id}/members/{person.id}/vacancy",
            reason="moved_away", vacated_on=day,
        )  # fmt: skip
        _fill_seat(world, person, day)
    world.ask(f"/membership/people/{person.id}/move", moved_on=day, moved_to=f"จังหวัดอื่น {MARK}")


def _fill_seat(world: World, former: Invented, day: date) -> None:
    """A substitute takes the seat, if there is anybody."""
    committee, chance = world.committee, world.chance("seat", former.id)
    if committee is None:
        return
    others = [person for person in world.grown_ups() if person not in committee.members]
    if others:
        substitute = chance.one(others)
        committee.members.append(substitute)
        world.ask(
            f"/membership/committees/{committee.id}/members", person_id=substitute.id,
            in_place_of=former.id, filled_on=day, how_chosen="appointed",
        )  # fmt: skip


def _state_members(world: World) -> None:
    """Once in a while an organisation says how many it has, whoever of them is registered."""
    chance = world.chance("state")
    for organisation in world.organisations:
        if organisation.kind == "sao" or not chance.yes(0.06 * world.character.vigour):
            continue
        stated = len(organisation.members) * chance.between(2, 6) + chance.between(5, 14)
        world.ask(
            f"/membership/organisations/{organisation.id}/member-count",
            member_count={"value": stated}, as_of=world.month.first,
        )  # fmt: skip
        before = world.stated.get(organisation.id, 0)
        world.stated[organisation.id] = stated
        world.tally.add("members-stated", organisation.kind, stated - before)


def _dissolve(world: World) -> None:
    """A group without books whose purpose is met."""
    chance = world.chance("dissolve")
    small = [o for o in world.organisations if o.kind in {"producer-group", "womens-group"}]
    if not small:
        return
    organisation = chance.one(small)
    world.ask(
        f"/membership/organisations/{organisation.id}/dissolution", reason="purpose_met",
        dissolved_on=world.month.day(28),
    )  # fmt: skip
    world.organisations.remove(organisation)
    world.tally.add("organisations", organisation.kind, -1)
    stated = world.stated.pop(organisation.id, 0)
    world.tally.add("members-stated", organisation.kind, -stated)
    for person in organisation.members:
        _count(world, organisation, person, -1)


def _become_member(world: World, organisation: Organisation, person: Invented, day: date) -> None:
    path = f"/membership/organisations/{organisation.id}/members"
    world.ask(path, person_id=person.id, joined_on=day)
    organisation.members.append(person)
    _count(world, organisation, person, 1)


def _lead(world: World, organisation: Organisation, role: str, day: date) -> None:
    chance = world.chance("lead", organisation.id, role)
    able = [p for p in organisation.members if p.there and p is not organisation.chair]
    if not able:
        return
    person = chance.one(able)
    path = f"/membership/organisations/{organisation.id}/leaders"
    world.ask(path, person_id=person.id, role=role, term_from=day)
    if role == "chair":
        organisation.chair = person


def _count(world: World, organisation: Organisation, person: Invented, change: int) -> None:
    world.tally.add("members", organisation.kind, change)
    world.tally.add("members-by-sex", person.sex, change)
