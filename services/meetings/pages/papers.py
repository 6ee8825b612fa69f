"""Pages of what meetings decide and write: resolutions, minutes, regulations."""

from __future__ import annotations

from typing import Final

from bangduan.web.pages import Card, Related, Resource
from services.meetings.domain.action import AssignAction
from services.meetings.domain.meeting.closing import (
    CarryOutResolution,
)
from services.meetings.domain.minutes import MINUTES, AdoptMinutes, ReviewMinutes, WriteMinutes
from services.meetings.domain.regulation import (
    REGULATION,
    AmendRegulation,
    BringRegulationIntoForce,
    DraftRegulation,
    RepealRegulation,
    StrikeArticle,
    WriteArticle,
)
from services.meetings.pages import minutes, offers, texts
from services.meetings.pages.actions import OF_A_RESOLUTION
from services.meetings.pages.rows import (
    MinutesRow,
    ResolutionRow,
)
from services.meetings.projections import (
    lists,
    papers,
)
from services.meetings.projections import texts as dated
from services.meetings.views import papers as paper_views
from services.meetings.views import texts as text_views

RESOLUTIONS: Final = Resource(
    "resolutions",
    title="Resolutions",
    one="Resolution",
    key="resolution_id",
    query=lists.list_progress,
    filters=paper_views.ResolutionFilter,
    row=ResolutionRow,
    columns=("text", "meeting_title", "held_on", "subject", "progress", "done_on"),
    named="text",
    item=lists.one_progress,
    actions=(AssignAction, CarryOutResolution),
    begins={AssignAction: ("meeting_id",)},
    related=OF_A_RESOLUTION,
    picks=("resolution_id", "repealed_by_resolution_id"),
    sort="-held_on",
    offers=offers.with_resolution,
    empty="No meeting has passed a resolution yet.",
    facts=(
        "meeting_id",
        "held_on",
        "number",
        "subject",
        "project?",
        "proposed_grant?",
        "plan_id?",
        "regulation_id?",
        "progress",
        "done_on?",
        "note?",
    ),
)

MINUTES_PAGE: Final = Resource(
    "minutes",
    title="Minutes",
    one="Minutes",
    key="meeting_id",
    query=lists.list_minutes,
    row=MinutesRow,
    columns=("title", "held_on", "recorder", "status"),
    named="title",
    item=papers.one_minutes,
    detail=paper_views.MinutesView,
    aggregate=MINUTES,
    actions=(WriteMinutes, ReviewMinutes, AdoptMinutes),
    begins={WriteMinutes: ("sections", "recorder")},
    sort="-held_on",
    offers=offers.with_minutes,
    empty="No minutes are written yet. They are written from the page of a meeting.",
    facts=(
        "held_on",
        "begun_at?",
        "ended_at?",
        "recorder",
        "reviewer",
        "status",
        "adopted_by_meeting_id?",
        "digest?",
        "sections",
        "corrections",
    ),
    leaves=minutes.OF_MINUTES,
)

REGULATIONS: Final = Resource(
    "regulations",
    title="Regulations",
    one="Regulation",
    key="regulation_id",
    query=papers.list_regulations,
    filters=paper_views.RegulationFilter,
    row=paper_views.RegulationView,
    columns=("title", "status", "adopted_on", "in_force_from", "repealed_from"),
    named="title",
    item=papers.one_regulation,
    aggregate=REGULATION,
    create=DraftRegulation,
    actions=(
        WriteArticle,
        StrikeArticle,
        BringRegulationIntoForce,
        AmendRegulation,
        RepealRegulation,
    ),
    related=(
        Related(
            "articles",
            title="Articles",
            query=lists.list_articles,
            row=paper_views.ArticleView,
            columns=("article", "heading", "text"),
            actions=(WriteArticle, StrikeArticle),
            offers=offers.with_article,
            begins={WriteArticle: ("number", "text", "heading")},
        ),
        Related(
            "amendments",
            title="Amendments",
            query=dated.list_amendments,
            row=text_views.AmendmentView,
            columns=("in_force_from", "articles", "resolution_id", "by_regulation_id"),
        ),
    ),
    leaves=texts.OF_A_REGULATION,
    picks=("regulation_id", "by_regulation_id", "other_id"),
    offers=offers.with_regulation,
    empty="No regulation is drafted yet.",
    facts=(
        "status",
        "meeting_id",
        "body_id?",
        "adopted_by_meeting_id?",
        "resolution_id?",
        "adopted_on?",
        "in_force_from?",
        "repealed_by_resolution_id?",
        "repealed_from?",
    ),
)

RESOLUTIONS_TO_CARRY_OUT: Final = Card(
    "resolutions-to-carry-out",
    title="Resolutions to carry out",
    query=lists.resolutions_to_carry_out,
    row=ResolutionRow,
    columns=("text", "held_on"),
    links="resolutions",
    empty="Every resolution has been carried out.",
)
