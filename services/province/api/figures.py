"""JSON resources: values of the sites, what was told of them and what was restated."""

from __future__ import annotations

from services.province.api.base import API
from services.province.domain.licence import SetLicence
from services.province.projections import open_data, statements
from services.province.projections.sites import IndicatorFilter
from services.province.views import figures as views

API.listing(
    "GET", "/values", view=views.ValueView, query=statements.list_values,
    filters=IndicatorFilter, tag="values",
    summary="Values of the sites, when they were told and how often restated",
)  # fmt: skip
API.listing(
    "GET", "/statements", view=views.StatementView, query=statements.list_statements,
    filters=IndicatorFilter, tag="values", summary="What was told of each value, day by day",
)  # fmt: skip
API.listing(
    "GET", "/restatements", view=views.RestatementView, query=statements.list_restatements,
    filters=views.RestatementFilter, tag="values",
    summary="What was changed after its period had ended, and what it was",
)  # fmt: skip

# -- open data, whose files are in ``services.province.open_data`` ---------------------------------

API.command(
    "POST", "/licence", SetLicence, tag="open data", summary="Choose the open data's licence"
)
API.listing(
    "GET", "/licence", view=views.LicenceView, query=open_data.list_licences, tag="open data",
    summary="Under which licence the open data is",
)  # fmt: skip
