"""JSON resources: which sites may report, and their certificates.

Invitations are made where the certificate authority is, with ``bangduan province enrol``.
"""

from __future__ import annotations

from services.province.api.base import API
from services.province.domain.site import (
    ApproveSite,
    RegisterSite,
    ResumeSite,
    RevokeCertificate,
    SuspendSite,
    WithdrawInvitation,
)
from services.province.projections import enrolment
from services.province.views import enrolment as views

_SITE = "/enrolments/<tambon>"

API.command(
    "POST",
    "/enrolments",
    RegisterSite,
    tag="enrolment",
    summary="Register a site",
)
API.listing(
    "GET", "/enrolments", view=views.EnrolmentView, query=enrolment.list_enrolments,
    filters=views.EnrolmentFilter, tag="enrolment", summary="Sites, and how far each has come",
)  # fmt: skip
API.command("POST", f"{_SITE}/approval", ApproveSite, tag="enrolment", summary="Approve a site")
API.command("POST", f"{_SITE}/suspension", SuspendSite, tag="enrolment", summary="Suspend a site")
API.command("POST", f"{_SITE}/resumption", ResumeSite, tag="enrolment", summary="Resume a site")
API.command(
    "POST", f"{_SITE}/invitation/withdrawal", WithdrawInvitation, tag="enrolment",
    summary="Withdraw the open invitation",
)  # fmt: skip
API.command(
    "POST", f"{_SITE}/certificates/revocation", RevokeCertificate, tag="enrolment",
    summary="Revoke one certificate of a site, or all",
)  # fmt: skip
API.listing(
    "GET", "/certificates", view=views.CertificateView, query=enrolment.list_certificates,
    filters=views.CertificateFilter, tag="enrolment", summary="Certificates of the sites",
)  # fmt: skip
