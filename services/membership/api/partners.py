"""JSON resources: partners and what is asked of them."""

from __future__ import annotations

from services.membership import views
from services.membership.api.base import API
from services.membership.domain.partner import (
    EndPartnership,
    NamePartnerContact,
    RegisterPartner,
    RevisePartnerSupport,
)
from services.membership.domain.request import (
    AnswerRequest,
    MakeRequest,
    PassRequestOn,
    WithdrawRequest,
)
from services.membership.projections import partners

_PARTNER, _REQUEST = "/partners/<partner_id>", "/requests/<request_id>"

API.command(
    "POST", "/partners", RegisterPartner, tag="partners", summary="Register a partner",
    makes="partner_id",
)  # fmt: skip
API.command(
    "POST", f"{_PARTNER}/supports", RevisePartnerSupport, tag="partners",
    summary="Revise what it supports",
)  # fmt: skip
API.command(
    "POST", f"{_PARTNER}/contact", NamePartnerContact, tag="partners", summary="Name its contact"
)
API.command(
    "POST", f"{_PARTNER}/end", EndPartnership, tag="partners", summary="End the partnership"
)
API.listing(
    "GET", "/partners", view=views.PartnerView, query=partners.list_partners,
    filters=views.PartnerFilter, tag="partners", summary="The directory of partners",
)  # fmt: skip
API.item(
    "GET", _PARTNER, view=views.PartnerDetail, query=partners.one_partner, tag="partners",
    summary="A partner and its contact",
)  # fmt: skip
API.command(
    "POST", "/requests", MakeRequest, tag="requests", summary="Ask something of a partner",
    makes="request_id",
)  # fmt: skip
API.command(
    "POST", f"{_REQUEST}/passing-on", PassRequestOn, tag="requests",
    summary="It now waits on somebody else",
)  # fmt: skip
API.command(
    "POST", f"{_REQUEST}/answer", AnswerRequest, tag="requests", summary="Record the answer"
)
API.command(
    "POST", f"{_REQUEST}/withdrawal", WithdrawRequest, tag="requests", summary="Withdraw it"
)
API.listing(
    "GET", "/requests", view=views.RequestView, query=partners.list_requests,
    filters=views.RequestFilter, tag="requests", summary="Requests, and on whom each waits",
)  # fmt: skip
API.item(
    "GET", _REQUEST, view=views.RequestView, query=partners.one_request, tag="requests",
    summary="A request",
)  # fmt: skip
