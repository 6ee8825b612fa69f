"""JSON resources: values of the sites, what was told of them and what was restated."""

from __future__ import annotations

from bangduan.web.pages.exporting import CSV
from services.province import open_data as files
from services.province.api.base import API
from services.province.domain.licence import SetLicence
from services.province.projections import open_data, statements
from services.province.projections.sites import IndicatorFilter
from services.province.views import figures as views
from services.province.views.open_data import OpenDataView, PeriodFilter

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

# -- open data -------------------------------------------------------------------------------------

API.file(
    "/open-data", given=PeriodFilter, show=files.open_data, content_type=files.JSON,
    view=OpenDataView, tag="open data", summary="The open data of a period",
)  # fmt: skip
API.file(
    "/open-data.csv", given=PeriodFilter, show=files.open_data_csv, content_type=CSV,
    tag="open data", summary="The values of the open data, for a spreadsheet",
)  # fmt: skip

API.command(
    "POST", "/licence", SetLicence, tag="open data", summary="Choose the open data's licence"
)
API.listing(
    "GET", "/licence", view=views.LicenceView, query=open_data.list_licences, tag="open data",
    summary="Under which licence the open data is",
)  # fmt: skip
