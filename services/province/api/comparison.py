"""JSON resources: sites set side by side, ratios of sums, trends."""

from __future__ import annotations

from services.province.api.base import API
from services.province.projections import comparison
from services.province.views import comparison as views

API.item(
    "GET", "/comparisons/<indicator>/<cell>/<period>", view=views.ComparisonView,
    query=comparison.comparison, tag="comparisons",
    summary="One figure over all sites: sums by district, median, quartiles, histogram",
)  # fmt: skip
API.item(
    "GET", "/ratios/<ratio_slug>/<period>", view=views.RatioView, query=comparison.ratio,
    tag="comparisons", summary="One ratio over all sites; of districts, a ratio of sums",
)  # fmt: skip
API.item(
    "GET", "/trends/<tambon>/<indicator>/<cell>", view=views.TrendView, query=comparison.trend,
    tag="comparisons", summary="One figure of one site by month and by fiscal year",
)  # fmt: skip
