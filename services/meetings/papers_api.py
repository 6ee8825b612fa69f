"""JSON resources of publicity, amendments, compared and dated texts, progress of plans."""

from __future__ import annotations

from bangduan.web.api import Api
from services.meetings.domain.plan import ReportPlanProgress, TiePlanLine, UntiePlanLine
from services.meetings.domain.publicity import (
    DraftPublicity,
    RecordReach,
    ReleasePublicity,
    RewritePublicity,
    WithdrawPublicity,
)
from services.meetings.domain.regulation import AmendRegulation
from services.meetings.pages import texts
from services.meetings.projections import publicity
from services.meetings.projections import texts as dated
from services.meetings.views import publicity as publicity_views
from services.meetings.views import texts as text_views


def declare(api: Api) -> None:
    """Add them to the service's resources."""
    _publicity(api)
    _regulations(api)
    _plans(api)


def _regulations(api: Api) -> None:
    one = "/regulations/<regulation_id>"
    api.command(
        "POST", f"{one}/amendments", AmendRegulation, tag="regulations", makes="amendment_id",
        summary="Amend it: articles replaced, added, struck from a day on",
    )  # fmt: skip
    api.listing(
        "GET", f"{one}/amendments", view=text_views.AmendmentView, query=dated.list_amendments,
        tag="regulations", summary="Its amendments",
    )  # fmt: skip
    api.act(
        "GET", f"{one}/text", given=text_views.TextAsked, view=text_views.TextView,
        act=texts.regulation_text, tag="regulations", summary="Its text on a day",
    )  # fmt: skip
    api.act(
        "GET", f"{one}/comparison", given=text_views.ComparisonAsked,
        view=text_views.ComparisonView, act=texts.regulation_comparison, tag="regulations",
        summary="Two of its versions, or it and another, article by article",
    )  # fmt: skip


def _plans(api: Api) -> None:
    line = "/plans/<plan_id>/lines/<line_id>"
    for path, command, summary in (
        ("progress", ReportPlanProgress, "Report how far it has come"),
        ("ties", TiePlanLine, "Tie it to a problem or a project"),
        ("ties/removal", UntiePlanLine, "Untie it"),
    ):
        api.command("POST", f"{line}/{path}", command, tag="plans", summary=summary)


def _publicity(api: Api) -> None:
    one = "/publicity/<publicity_id>"
    for path, command, summary in (
        ("text", RewritePublicity, "Write the draft anew"),
        ("release", ReleasePublicity, "Release it"),
        ("withdrawal", WithdrawPublicity, "Withdraw it"),
        ("reach", RecordReach, "It came to a village"),
    ):
        api.command("POST", f"{one}/{path}", command, tag="publicity", summary=summary)
    api.command(
        "POST", "/publicity", DraftPublicity, tag="publicity", makes="publicity_id",
        summary="Draft a text of a closed meeting, composed when none is given",
    )  # fmt: skip
    api.listing(
        "GET", "/publicity", view=publicity_views.PublicityView, query=publicity.list_publicity,
        filters=publicity_views.PublicityFilter, tag="publicity",
        summary="Texts that make meetings known",
    )  # fmt: skip
    api.item(
        "GET", one, view=publicity_views.PublicityDetail, query=publicity.one_publicity,
        tag="publicity", summary="A text, and the villages it came to and did not",
    )  # fmt: skip
