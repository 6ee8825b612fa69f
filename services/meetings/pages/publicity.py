"""Pages of the texts that make known what meetings resolved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from bangduan.web.pages import Card, Related, Resource
from services.meetings.domain.publicity import (
    PUBLICITY,
    DraftPublicity,
    RecordReach,
    ReleasePublicity,
    RewritePublicity,
    WithdrawPublicity,
)
from services.meetings.projections import publicity
from services.meetings.views import publicity as views

#: Ways in which a text comes to a village; others may be typed.
WAYS: Final = ("loudspeaker", "notice-board", "message", "house-to-house", "village-meeting")


def with_publicity(text: Mapping[str, Any]) -> Collection[type]:
    """A draft is read over and released; what is released reaches villages or is taken back."""
    match text["status"]:
        case "draft":
            return (RewritePublicity, ReleasePublicity)
        case "released":
            return (RecordReach, WithdrawPublicity)
    return ()


def with_village(text: Mapping[str, Any], village: Mapping[str, Any]) -> Collection[type]:
    """That it came to a village is recorded of a released text."""
    return (RecordReach,) if text["status"] == "released" else ()


PUBLICITY_PAGE: Final = Resource(
    "publicity",
    title="Publicity",
    one="Text for the public",
    key="publicity_id",
    query=publicity.list_publicity,
    filters=views.PublicityFilter,
    row=views.PublicityView,
    columns=("meeting_title", "kind", "held_on", "status", "released_on", "villages_reached"),
    named="meeting_title",
    item=publicity.one_publicity,
    aggregate=PUBLICITY,
    create=DraftPublicity,
    actions=(RewritePublicity, ReleasePublicity, RecordReach, WithdrawPublicity),
    begins={RewritePublicity: ("text",)},
    related=(
        Related(
            "reached",
            title="Villages it came to",
            query=publicity.list_reached,
            row=views.ReachView,
            columns=("village", "how", "reached_on"),
        ),
        Related(
            "not-reached",
            title="Villages it has not come to yet",
            query=publicity.list_not_reached,
            row=views.UnreachedView,
            columns=("village", "name"),
            actions=(RecordReach,),
            offers=with_village,
        ),
    ),
    picks=("publicity_id",),
    sort="-held_on",
    offers=with_publicity,
    empty="No text is drafted yet. Draft one of a closed meeting; it is composed of what the "
    "meeting resolved, for you to read over.",
    facts=(
        "kind",
        "meeting_id",
        "status",
        "released_on?",
        "reason?",
        "text",
        "letters",
        "segments",
        "villages_reached",
    ),
)

TEXTS_TO_RELEASE: Final = Card(
    "texts-to-release",
    title="Texts to read over and release",
    query=publicity.to_release,
    row=views.PublicityView,
    columns=("meeting_title", "kind", "held_on"),
    links="publicity",
    empty="No text waits to be released.",
)
