"""JSON resources: what the sites report and what the province decides. Each module a part."""

from __future__ import annotations

from services.province.api import comparison, enrolment, figures, reconciliation, review, sites
from services.province.api.base import API

__all__ = ["API", "comparison", "enrolment", "figures", "reconciliation", "review", "sites"]
