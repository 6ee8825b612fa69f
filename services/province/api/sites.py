"""JSON resources: the sites, what they report and what they have reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bangduan.events.reporting import Figure, Unit
from bangduan.events.types import Bound, EntityId, Slug, TambonCode
from services.province.api.base import API
from services.province.projections import sites


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
    """A tambon that reports; the code is the key, since names repeat."""

    tambon: TambonCode
    tambon_thai: str | None
    tambon_english: str | None
    district_thai: str | None
    district_english: str | None
    province_thai: str | None
    province_english: str | None
    first_on: date | None
    last_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteIndicatorView:
    """One value of one site; null where a small number is hidden."""

    tambon: TambonCode
    indicator: Slug
    period: Slug
    cell: Slug
    value: int | None
    bound: Bound
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteMilestoneView:
    """Something a centre reached; dates that are not known are null."""

    tambon: TambonCode
    milestone_id: EntityId
    kind: Slug
    stage: int
    reached_on: date | None
    within_id: EntityId | None
    body: str | None
    figures: tuple[Figure, ...]


API.listing(
    "GET",
    "/sites",
    view=SiteView,
    query=sites.list_sites,
    tag="sites",
    summary="Tambons that report",
)
API.listing(
    "GET",
    "/indicators",
    view=SiteIndicatorView,
    query=sites.list_indicators,
    filters=sites.IndicatorFilter,
    tag="indicators",
    summary="Values of indicators by site",
)
API.listing(
    "GET",
    "/milestones",
    view=SiteMilestoneView,
    query=sites.list_milestones,
    filters=sites.MilestoneFilter,
    tag="milestones",
    summary="What the centres have reached",
)
