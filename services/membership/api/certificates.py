"""JSON resources: papers of appointment and their numbers."""

from __future__ import annotations

from services.membership import views
from services.membership.api.base import API
from services.membership.domain.certificate import (
    CertifyLeader,
    CertifySeat,
    CertifyTerm,
    ContinuePaperNumbering,
    RevokeCertificate,
)
from services.membership.projections import certificates

_ONE = "/certificates/<certificate_id>"

API.command(
    "POST", "/offices/<office_id>/terms/<term_id>/certificates", CertifyTerm, tag="certificates",
    summary="Certify who holds an office", makes="certificate_id",
)  # fmt: skip
API.command(
    "POST", "/organisations/<organisation_id>/certificates", CertifyLeader, tag="certificates",
    summary="Certify who leads an organisation", makes="certificate_id",
)  # fmt: skip
API.command(
    "POST", "/committees/<committee_id>/members/<person_id>/certificates", CertifySeat,
    tag="certificates", summary="Certify who sits in a committee", makes="certificate_id",
)  # fmt: skip
API.command(
    "POST", f"{_ONE}/revocation", RevokeCertificate, tag="certificates", summary="Revoke a paper"
)
API.command(
    "POST", "/paper-numbers", ContinuePaperNumbering, tag="certificates",
    summary="Go on after the numbers that were given on paper",
)  # fmt: skip
API.listing(
    "GET", "/certificates", view=views.CertificateView, query=certificates.list_certificates,
    filters=views.CertificateFilter, tag="certificates", summary="The register of papers",
)  # fmt: skip
API.item(
    "GET", _ONE, view=views.CertificateView, query=certificates.one_certificate,
    tag="certificates", summary="A paper of appointment",
)  # fmt: skip
API.listing(
    "GET", "/paper-numbers", view=views.PaperNumberView, query=certificates.list_paper_numbers,
    tag="certificates", summary="How far the numbers of each year have come",
)  # fmt: skip
