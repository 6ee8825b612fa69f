"""Consents, erasures and what stands against them, how long data is kept, what it is kept for."""

from __future__ import annotations

from services.membership import erasing, register_of_processing
from services.membership.api.base import API
from services.membership.domain.consent import GiveConsent, WithdrawConsent
from services.membership.domain.erasure import (
    AskErasure,
    CallOffErasure,
    EndRetentionRule,
    SetRetentionRule,
)
from services.membership.domain.processing import DescribeProcessing
from services.membership.projections import privacy
from services.membership.views import privacy as views

_PERSON, _CONSENT = "/people/<person_id>", "/consents/<consent_id>"
_RULE = "/retention-rules/<rule>"

API.command(
    "POST", "/consents", GiveConsent, tag="consents", summary="A person consents",
    makes="consent_id",
)  # fmt: skip
API.command(
    "POST", f"{_CONSENT}/withdrawal", WithdrawConsent, tag="consents",
    summary="The person withdraws it",
)  # fmt: skip
API.listing(
    "GET", "/consents", view=views.ConsentView, query=privacy.list_consents,
    filters=views.ConsentFilter, tag="consents", summary="Consents, as they stand today",
)  # fmt: skip
API.item(
    "GET", _CONSENT, view=views.ConsentView, query=privacy.one_consent, tag="consents",
    summary="A consent",
)  # fmt: skip

API.command(
    "POST", f"{_PERSON}/erasure-request", AskErasure, tag="privacy",
    summary="Erase a person once nothing stands against it",
)  # fmt: skip
API.command(
    "POST", f"{_PERSON}/erasure-request/calling-off", CallOffErasure, tag="privacy",
    summary="Call off an erasure that waits",
)  # fmt: skip
API.item(
    "GET", f"{_PERSON}/holds", view=views.HoldsView, query=erasing.holds_of, tag="privacy",
    summary="What stands against erasing a person",
)  # fmt: skip
API.item(
    "GET", f"{_PERSON}/exports", view=views.ExportsView, query=privacy.exports_of, tag="privacy",
    summary="When all that is kept of a person was handed out",
)  # fmt: skip
API.listing(
    "GET", "/erasures", view=views.ErasureView, query=privacy.list_erasures,
    filters=views.ErasureFilter, tag="privacy", summary="Erasures that had to wait",
)  # fmt: skip
API.item(
    "GET", "/erasures/<person_id>", view=views.ErasureView, query=privacy.one_erasure,
    tag="privacy", summary="An erasure that had to wait",
)  # fmt: skip

API.command(
    "POST", "/retention-rules", SetRetentionRule, tag="privacy",
    summary="Say how long the law wants data kept",
)  # fmt: skip
API.command(
    "POST", f"{_RULE}/end", EndRetentionRule, tag="privacy", summary="The rule holds no more"
)
API.listing(
    "GET", "/retention-rules", view=views.RetentionRuleView, query=privacy.list_retention_rules,
    tag="privacy", summary="How long the law wants data kept",
)  # fmt: skip
API.item(
    "GET", _RULE, view=views.RetentionRuleView, query=privacy.one_retention_rule, tag="privacy",
    summary="How long the law wants data kept after something ended",
)  # fmt: skip

API.command(
    "POST", "/processing", DescribeProcessing, tag="privacy",
    summary="Say why personal data is kept",
)  # fmt: skip
API.item(
    "GET", "/processing", view=views.RegisterView, query=register_of_processing.the_register,
    tag="privacy", summary="The register of processing (PDPA s.39)",
)  # fmt: skip
