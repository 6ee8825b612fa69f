"""ตำบลหนึ่งในความทรงจำของผู้เล่า: what the one who makes it up knows of a sub-district.

Everything that is decided rests on this and on chance, never on an answer of the services: so
the same seed asks the same, whoever answers.
"""

from __future__ import annotations

import calendar
import dataclasses
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal

from bangduan.domain import derived_id
from bangduan.simulation.chance import Chance
from bangduan.simulation.tally import Tally
from bangduan.story import Await, Entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bangduan.simulation.character import Character
    from bangduan.simulation.invented import Invented

#: What a fund's account holds, in satang: an asset's debit, a liability's credit.
Held = dict[str, int]
#: Account, side, satang.
Move = tuple[str, Literal["debit", "credit"], int]

_LABEL_PARTS: Final = "/"


@dataclasses.dataclass(frozen=True, slots=True)
class Month:
    """One month of the telling.

    Attributes:
        index: from 0, counted from the first month of all sites.
    """

    index: int
    first: date

    @property
    def last(self) -> date:
        """Its last day."""
        return self.day(31)

    def day(self, day: int) -> date:
        """A day of it; its last one where it has fewer."""
        most = calendar.monthrange(self.first.year, self.first.month)[1]
        return self.first.replace(day=min(day, most))

    def __str__(self) -> str:
        return f"{self.first:%Y-%m}"


def month_of(start: date, index: int) -> Month:
    """The month so many after the one that ``start`` is in."""
    years, months = divmod(start.month - 1 + index, 12)
    return Month(index, date(start.year + years, months + 1, 1))


@dataclasses.dataclass(slots=True)
class Fund:
    """Books of an organisation, and what they hold."""

    id: str
    kind: str
    held: Held = dataclasses.field(default_factory=dict)
    entries: int = 0
    integrated: bool = False


@dataclasses.dataclass(slots=True)
class Organisation:
    """An organisation that has not been dissolved."""

    id: str
    kind: str
    name: str
    village: str | None
    fund: Fund | None = None
    chair: Invented | None = None
    members: list[Invented] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True, slots=True)
class Posted:
    """An entry in the books that may be taken back."""

    id: str
    fund: Fund
    moves: tuple[Move, ...]
    description: str


@dataclasses.dataclass(slots=True)
class Problem:
    """A problem that is still on the board."""

    id: str
    title: str
    theme: str
    state: Literal["raised", "discussed", "referred", "answered"] = "raised"
    request_id: str = ""


@dataclasses.dataclass(slots=True)
class Project:
    """A project that is not over."""

    id: str
    title: str
    theme: str
    state: Literal["proposed", "started"] = "proposed"
    started_on: date | None = None


@dataclasses.dataclass(slots=True)
class Grant:
    """A request to a grantor that is not over."""

    id: str
    project: Project
    asked: int
    state: Literal["draft", "submitted", "approved", "received"] = "draft"
    fund: Fund | None = None


@dataclasses.dataclass(slots=True)
class Committee:
    """The centre's working group."""

    id: str
    name: str
    seats: int
    members: list[Invented] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(slots=True)
class Pending:
    """What was begun and is not done.

    Attributes:
        resolved: meeting, resolution and day of what is still to be carried out.
        actions: ids of actions nobody has finished.
        lessons: id and title of what waits to be written up.
        visited: study visits, and their day, whose visitors were not asked yet what they applied.
        minutes: meeting whose minutes are to be adopted.
        plan, regulation: how far the first of each has come.
    """

    resolved: list[tuple[str, str, date]] = dataclasses.field(default_factory=list)
    actions: list[str] = dataclasses.field(default_factory=list)
    lessons: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    visited: list[tuple[str, date]] = dataclasses.field(default_factory=list)
    minutes: str | None = None
    plan: Literal["", "drafted", "adopted"] = ""
    regulation: Literal["", "drafted", "in force"] = ""


class World:
    """A sub-district as it stands, and everything that was asked of its services so far.

    Attributes:
        entries: what was asked, in order.
        lived: months that its record has gone on.
        former: names and numbers that were corrected; they were personal, and are.
        left: organisation and person of memberships that ended.
        stated: organisation → members it last said it has.
        savers: how many pooled money last.
    """

    def __init__(self, character: Character) -> None:
        self.character = character
        self.tambon = character.tambon
        self.name = f"simulated-{character.seed}-{character.tambon}"
        self.tally = Tally()
        self.entries: list[Entry] = []
        self.villages: list[str] = []
        self.people: list[Invented] = []
        self.organisations: list[Organisation] = []
        self.committee: Committee | None = None
        self.institution: str | None = None
        self.problems: list[Problem] = []
        self.projects: list[Project] = []
        self.grants: list[Grant] = []
        self.month = month_of(character.start, 0)
        self.lived = 0
        self.pending = Pending()
        self.former: list[str] = []
        self.left: set[tuple[str, str]] = set()
        self.stated: dict[str, int] = {}
        self.posted: list[Posted] = []
        self.places: list[str] = []
        self.livelihoods: list[str] = []
        self.savers = 0

    # -- what is asked ---------------------------------------------------------------------

    def id(self, *label: object) -> str:
        """Id of what the label names, the same in every telling."""
        return derived_id("story", self.name, _LABEL_PARTS.join(str(part) for part in label))

    def ask(
        self, path: str, *, wait: tuple[str, Mapping[str, Any]] | None = None, put: bool = False,
        **body: Any,
    ) -> None:  # fmt: skip
        """Ask one thing of a service; what is None is left out.

        Args:
            path: ``/<service>/<resource>``, without ``api/v1``.
            wait: what another service must show before the next thing is asked.
            put: with PUT instead of POST.
        """
        self.entries.append(
            Entry(
                id=f"{len(self.entries) + 1:06d}",
                cites=(),
                method="PUT" if put else "POST",
                path=_whole(path),
                body={name: plain(value) for name, value in body.items() if value is not None},
                awaits=None if wait is None else Await(get=_whole(wait[0]), until=wait[1]),
                synthetic=True,
            )
        )

    # -- what there is ---------------------------------------------------------------------

    def begin(self, month: Month) -> None:
        """What happens from now on happens in this month."""
        self.month = month
        self.__dict__.pop("holiday", None)

    def chance(self, *labels: object) -> Chance:
        """A die of this month and what the labels name."""
        return self.character.chance(self.month.index, *labels)

    @cached_property
    def holiday(self) -> bool:
        """In April everybody is away or has guests: Songkran."""
        return self.month.first.month == 4

    @property
    def harvest(self) -> bool:
        """In November and December rice is cut, and few have time to meet."""
        return self.month.first.month in {11, 12}

    @property
    def busy(self) -> float:
        """How much of the usual is done in this month, 0 to 1."""
        return 0.45 if self.holiday else 0.75 if self.harvest else 1.0

    @property
    def group(self) -> Committee:
        """The working group; there is one from the first assembly on."""
        if self.committee is None:
            msg = f"{self.name} has not chosen its working group yet"
            raise LookupError(msg)
        return self.committee

    def grown_ups(self) -> list[Invented]:
        """Who lives here now."""
        return [person for person in self.people if person.there]

    def of_kind(self, kind: str) -> Organisation | None:
        """The first organisation of a kind, None where there is none."""
        return next((each for each in self.organisations if each.kind == kind), None)

    def funds(self) -> list[Fund]:
        """Every fund whose books are open."""
        return [each.fund for each in self.organisations if each.fund is not None]


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    match value:
        case date():
            return value.isoformat()
        case list() | tuple():
            return [plain(inner) for inner in value]
        case dict():
            return {name: plain(inner) for name, inner in value.items() if inner is not None}
    return value


def _whole(path: str) -> str:
    """``/funds/entries`` as it is served: ``/funds/api/v1/entries``."""
    _, service, rest = path.split("/", 2)
    return f"/{service}/api/v1/{rest}"
