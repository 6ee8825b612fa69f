"""JSON resources: digests of the sites' logs, and asking a site for everything again."""

from __future__ import annotations

from services.province import restored
from services.province.api.base import API
from services.province.domain.reconciliation import AcceptRestoredRecord, RequestReplay
from services.province.projections import digests
from services.province.views import digests as views
from services.province.views import held

API.listing(
    "GET", "/digests", view=views.DigestView, query=digests.list_digests,
    filters=views.DigestFilter, tag="reconciliation", summary="What the logs of the sites came to",
)  # fmt: skip
API.listing(
    "GET", "/digest-contradictions", view=views.ContradictionView,
    query=digests.list_contradictions, filters=views.DigestFilter, tag="reconciliation",
    summary="Digests that do not fit what a site told before",
)  # fmt: skip
API.listing(
    "GET", "/false-roots", view=views.FalseRootView, query=digests.list_false_roots,
    filters=views.SiteFilter, tag="reconciliation",
    summary="Digests of sites whose root is not what they come to",
)  # fmt: skip
API.listing(
    "GET", "/held-sites", view=held.HeldView, query=restored.list_held, tag="reconciliation",
    summary="Sites whose logs went back",
)  # fmt: skip
API.act(
    "GET", "/sites/<tambon>/restored-record", given=held.ComparisonFilter,
    view=held.RestoredRecordView, act=restored.restored_record, tag="reconciliation",
    summary="What a site told before its log went back, and tells now",
)  # fmt: skip
API.command(
    "POST", "/sites/<tambon>/replay", RequestReplay, tag="reconciliation",
    summary="Ask a site for everything again",
)  # fmt: skip
API.command(
    "POST", "/sites/<tambon>/restored-record", AcceptRestoredRecord, tag="reconciliation",
    summary="Read a site anew whose log went back",
)  # fmt: skip
