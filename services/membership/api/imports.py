"""Imports of registers that offices kept in files."""

from __future__ import annotations

from bangduan.web import imports
from services.membership.api.base import API
from services.membership.permissions import KEEP_ORGANISATIONS
from services.membership.projections.imports import list_imports, one_import
from services.membership.views.imports import ImportDetail, ImportFilter, ImportView

API.listing(
    "GET", "/imports", view=ImportView, query=list_imports, filters=ImportFilter, tag="imports",
    summary="Registers taken in from files",
)  # fmt: skip
API.item(
    "GET", "/imports/<import_id>", view=ImportDetail, query=one_import, tag="imports",
    summary="One of them",
)  # fmt: skip
imports.declare(API, KEEP_ORGANISATIONS)
