"""Random months are played; then everything ever published is turned against what was hidden."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bangduan.disclosure import FEW, Range, Sum, bounds, leaks
from bangduan.domain import derived_id
from bangduan.events import membership
from bangduan.events.reporting import TOTAL, Cell, HeadcountReported, StockReported
from bangduan.events.types import Count, EntityId, Line, Slug
from bangduan.web.app import create_app
from services.reporting.domain.headcount import (
    FEWEST_CHANGES,
    HEADCOUNT_ID,
    Headcount,
    Membership,
    TellMembers,
    decide,
    evolve,
)
from services.reporting.domain.period import ClosePeriod
from services.reporting.domain.suppression import is_few

ANY = Range(0, None)
KINDS, SEXES = ("fund", "group", "women"), ("female", "male")
DAY = date(2024, 10, 1)

Counts = dict[tuple[str, str], int]


@dataclass
class Play:
    """A register, and what was published of it; ``truths`` is how it stood each time."""

    counts: Counts = field(default_factory=dict)
    changes: int = 0
    state: Headcount = field(default_factory=Headcount)
    publications: list[Headcount] = field(default_factory=list)
    truths: list[Counts] = field(default_factory=list)

    def move(self, kind: str, sex: str, people: int) -> None:
        """So many join (or leave, as far as there are so many)."""
        before = self.counts.get((kind, sex), 0)
        self.counts[kind, sex] = max(0, before + people)
        self.changes += abs(self.counts[kind, sex] - before)

    def dissolve(self, kind: str) -> None:
        """Every organisation of the kind is dissolved."""
        if any(self.counts.pop((kind, sex), 0) for sex in SEXES):
            self.changes += FEWEST_CHANGES

    def tell(self) -> None:
        """Another day: what may be told is published."""
        held = tuple(
            Membership(kind=Slug(kind), sex=Slug(sex), members=Count(count))
            for (kind, sex), count in self.counts.items()
        )
        command = TellMembers(
            report_id=HEADCOUNT_ID, on=DAY, changes=Count(self.changes), memberships=held
        )
        for event in decide(self.state, command):
            self.state = evolve(self.state, event)
            self.publications.append(self.state)
            self.truths.append(dict(self.counts))
            self.changes = 0


def reader_knows(publications: list[Headcount]) -> tuple[dict[str, Range], list[Sum]]:
    """Everything that follows from the rules and from all that was ever published."""
    unknown: dict[str, Range] = {}
    sums: list[Sum] = []
    for number, told in enumerate(publications):
        unknown.update(_named(told.by_kind, f"{number}/kind"))
        for name, range_ in _named(told.by_sex, f"{number}/sex"):
            unknown[name] = ANY if range_ == FEW else range_
        kinds = [cell for cell in told.by_kind if cell != TOTAL]
        shown = [kind for kind in kinds if told.by_kind[kind].value is not None]
        for kind in kinds:
            parts = {f"{number}/{kind}/{sex}": 1 for sex in SEXES}
            unknown.update(dict.fromkeys(parts, ANY))
            sums.append(Sum({**parts, f"{number}/kind/{kind}": -1}, 0))
        for sex in SEXES:
            unknown.setdefault(f"{number}/sex/{sex}", ANY)
            parts = {f"{number}/{kind}/{sex}": 1 for kind in shown}
            sums.append(Sum({**parts, f"{number}/sex/{sex}": -1}, 0))
        total = told.by_kind[TOTAL].value
        assert total is not None
        sums.append(Sum({f"{number}/kind/{kind}": 1 for kind in shown}, total))
        sums.append(Sum({f"{number}/sex/{sex}": 1 for sex in SEXES}, total))
    for number in range(1, len(publications)):
        _moved(number, unknown, sums)
    return unknown, sums


def _named(table: Mapping[str, Cell], prefix: str) -> Iterator[tuple[str, Range]]:
    for name, cell in table.items():
        if name != TOTAL:
            exactly = FEW if cell.value is None else Range(cell.value, cell.value)
            yield f"{prefix}/{name}", exactly


def _moved(number: int, unknown: dict[str, Range], sums: list[Sum]) -> None:
    """Between two publications some joined and some left: several, and nobody knows how many."""
    moves: dict[str, int] = {}
    for kind in KINDS:
        for sex in SEXES:
            now, then = f"{number}/{kind}/{sex}", f"{number - 1}/{kind}/{sex}"
            came, went = f"{now}/came", f"{now}/went"
            for name in (now, then, came, went):
                unknown.setdefault(name, ANY)
            sums.append(Sum({now: 1, then: -1, came: -1, went: 1}, 0))
            moves |= {came: 1, went: 1}
    unknown[f"{number}/more"] = ANY
    sums.append(Sum({**moves, f"{number}/more": -1}, FEWEST_CHANGES))


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("move"), st.sampled_from(KINDS), st.sampled_from(SEXES), st.integers(-4, 9)
        ),
        st.tuples(st.just("dissolve"), st.sampled_from(KINDS)),
        st.just(("tell",)),
    ),
    min_size=4,
    max_size=24,
)


def played(steps: list[tuple[Any, ...]]) -> Play:
    play = Play()
    for verb, *arguments in [*steps, ("tell",)]:
        getattr(play, verb)(*arguments)
    return play


@settings(max_examples=30)
@given(STEPS)
def test_no_hidden_number_is_to_be_had_from_everything_ever_published(
    steps: list[tuple[Any, ...]],
) -> None:
    play = played(steps)
    unknown, sums = reader_knows(play.publications)
    small = [
        f"{number}/kind/{kind}"
        for number, told in enumerate(play.publications)
        for kind, cell in told.by_kind.items()
        if cell.value is None
    ]
    assert leaks(unknown, sums, hidden=[*small, *_small_sexes(play)]) == []


def _small_sexes(play: Play) -> list[str]:
    found = []
    for number, (told, truth) in enumerate(zip(play.publications, play.truths, strict=True)):
        shown = {kind for kind, cell in told.by_kind.items() if cell.value is not None}
        for sex in SEXES:
            count = sum(n for (kind, of), n in truth.items() if of == sex and kind in shown)
            if is_few(count):
                assert told.by_sex[sex].value is None
                found.append(f"{number}/sex/{sex}")
    return found


@settings(max_examples=30)
@given(STEPS)
def test_what_the_reader_works_out_is_true(steps: list[tuple[Any, ...]]) -> None:
    """Else the audit would be reassuring about nothing."""
    play = played(steps)
    known = bounds(*reader_knows(play.publications))
    for number, (told, truth) in enumerate(zip(play.publications, play.truths, strict=True)):
        for kind in (kind for kind in told.by_kind if kind != TOTAL):
            low, high = known[f"{number}/kind/{kind}"]
            count = sum(truth.get((kind, sex), 0) for sex in SEXES)
            assert low <= count
            assert high is None or count <= high


def test_the_audit_finds_what_was_told_before_members_were_told_together() -> None:
    """One person at a time, in the total: yesterday's hidden four are known today."""
    sums = [
        Sum({"fund": 1, "group": 1}, 16),
        Sum({"fund now": 1}, 12),
        Sum({"fund now": 1, "group now": 1}, 17),
        Sum({"fund now": 1, "fund": -1, "group now": 1, "group": -1}, 1),
        Sum({"fund now": 1, "fund": -1}, 0),
    ]
    unknown = {"fund": ANY, "group": FEW, "fund now": ANY, "group now": ANY}
    assert [leak.known for leak in leaks(unknown, sums)] == [Range(4, 4)]


def id_of(name: str) -> EntityId:
    return EntityId(derived_id("disclosure", name))


def test_events_tables_and_files_tell_the_same_and_nothing_more(site: Any) -> None:
    for kind, people in (("savings-group", 9), ("village-fund", 3)):
        site.hear(
            membership.OrganisationRegistered(
                organisation_id=id_of(kind),
                kind=Slug(kind),
                name=Line(kind),
                location="inside",
                holds_funds=False,
            ),
            *(
                membership.MemberJoined(
                    organisation_id=id_of(kind), person_id=id_of(f"{kind}{n}"), sex="female"
                )
                for n in range(people)
            ),
        )
    site.tell_members(DAY)
    site.application.execute(ClosePeriod(period=Slug("2024-10")))
    site.tell_members(DAY + timedelta(days=1))

    told = [event for event in site.told() if isinstance(event, HeadcountReported)]
    stocks = [event for event in site.told() if isinstance(event, StockReported)]
    assert len(told) == 1
    cells = {"savings-group": 9, "village-fund": None, "total": (9, "at_least")}
    assert site.cells("members", "2024-10") == cells
    assert site.cells("members") == {**cells, "village-fund": None}
    assert {s.indicator for s in stocks} >= {"members", "members-by-sex"}

    client = create_app(site.application).test_client()
    answer = client.get("/reporting/api/v1/indicators?limit=200").get_json()
    served = [item for item in answer["items"] if item["unit"] == "people"]
    assert {item["value"] for item in served} == {9, None}
    assert not [item for item in served if item["cell"] == "village-fund" and item["value"]]
