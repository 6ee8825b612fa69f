"""Pages of themes: what problems and plan lines are about, offered by name in forms."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from bangduan.events.types import Line, Slug
from bangduan.permissions import reads
from bangduan.web.pages import Related, Resource
from bangduan.web.translate import pair
from services.meetings.domain.registry import THEMES as KNOWN
from services.meetings.permissions import READ
from services.meetings.projections import problems
from services.meetings.views import board as board_views

if TYPE_CHECKING:
    from bangduan.application import Reader


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ThemeName:
    """What a theme is called."""

    theme: Slug
    name: Line


@reads(READ)
def list_themes(reader: Reader) -> dict[str, Any]:
    """ด้าน, in the language of the page."""
    items = [{"theme": slug, "name": pair(names)} for slug, names in KNOWN.items()]
    return {"items": items, "next": None}


@reads(READ)
def one_theme(reader: Reader, theme: str) -> dict[str, Any] | None:
    """ด้าน."""
    given = list_themes(reader)["items"]
    return next((each for each in given if each["theme"] == theme), None)


THEMES: Final = Resource(
    "themes",
    title="Themes",
    one="Theme",
    key="theme",
    query=list_themes,
    row=ThemeName,
    columns=("name",),
    named="name",
    item=one_theme,
    related=(
        Related(
            "problems",
            title="Problems",
            query=problems.list_problems,
            row=board_views.ProblemView,
            columns=("urgency", "title", "village", "status", "raised_on"),
            links="problems",
        ),
    ),
    menu=False,
    search=False,
    picks=("theme",),
)
