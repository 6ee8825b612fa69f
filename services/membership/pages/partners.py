"""Pages of partners and what is asked of them."""

from __future__ import annotations

from typing import Final

from bangduan.web.pages import Card, Related, Resource
from services.membership import views
from services.membership.domain.partner import (
    PARTNER,
    EndPartnership,
    NamePartnerContact,
    RegisterPartner,
    RevisePartnerSupport,
)
from services.membership.domain.request import (
    REQUEST,
    AnswerRequest,
    MakeRequest,
    PassRequestOn,
    WithdrawRequest,
)
from services.membership.pages import offers
from services.membership.projections import partners

PARTNERS: Final = Resource(
    "partners",
    title="Partners",
    one="Partner",
    key="partner_id",
    query=partners.list_partners,
    filters=views.PartnerFilter,
    row=views.PartnerView,
    columns=("name", "kind", "level", "supports", "status"),
    named="name",
    item=partners.one_partner,
    detail=views.PartnerDetail,
    aggregate=PARTNER,
    create=RegisterPartner,
    actions=(MakeRequest, NamePartnerContact, RevisePartnerSupport, EndPartnership),
    begins={RevisePartnerSupport: ("supports",)},
    related=(
        Related(
            "requests",
            title="Requests",
            query=partners.list_requests,
            row=views.RequestView,
            columns=("subject", "status", "asked_on", "outcome", "answered_on"),
            links="requests",
        ),
    ),
    picks=("partner_id", "waiting_on_partner_id", "answered_by_partner_id"),
    offers=offers.with_partner,
    empty="No partner is in the directory yet.",
    facts=(
        "kind",
        "level",
        "supports",
        "contact",
        "contact_capacity?",
        "waiting",
        "status",
        "ended_on?",
    ),
)

REQUESTS: Final = Resource(
    "requests",
    title="Requests",
    one="Request",
    key="request_id",
    query=partners.list_requests,
    filters=views.RequestFilter,
    row=views.RequestView,
    columns=(
        "subject",
        "partner_name",
        "status",
        "waiting_on_name",
        "asked_on",
        "wanted_by",
        "days_open",
        "outcome",
    ),
    named="subject",
    item=partners.one_request,
    aggregate=REQUEST,
    create=MakeRequest,
    actions=(AnswerRequest, PassRequestOn, WithdrawRequest),
    picks=("request_id",),
    sort="-asked_on",
    offers=offers.with_request,
    empty="Nothing was asked of a partner yet.",
    facts=(
        "partner_id",
        "details",
        "asked_on",
        "wanted_by?",
        "days_open",
        "problem_id?",
        "resolution_id?",
        "status",
        "waiting_on_partner_id?",
        "passed_on?",
        "note?",
        "answered_by_partner_id?",
        "outcome?",
        "answer?",
        "answered_on?",
        "withdrawn_on?",
    ),
)

WAITING_REQUESTS: Final = Card(
    "waiting-requests",
    title="Requests waiting",
    query=partners.open_requests,
    row=views.RequestView,
    columns=("subject", "waiting_on_name", "asked_on", "days_open"),
    links="requests",
    empty="No request waits for an answer.",
)
