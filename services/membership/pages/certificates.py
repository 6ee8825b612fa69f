"""Pages of papers of appointment: the register, the paper to print, the file, the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from flask import Response, abort, redirect, request

from bangduan.papers import DOCX
from bangduan.permissions import needs
from bangduan.web import layout
from bangduan.web.pages import Leaf, Resource
from services.membership import views
from services.membership.documents.certificate import Digits, compose
from services.membership.documents.word import as_docx
from services.membership.domain.certificate import (
    CERTIFICATE,
    ContinuePaperNumbering,
    RevokeCertificate,
)
from services.membership.pages import offers
from services.membership.permissions import READ
from services.membership.projections import certificates
from services.membership.projections.papers import everything_on

if TYPE_CHECKING:
    from flask import Blueprint

    from bangduan.web.app import Web
    from services.membership.documents.certificate import Paper


@needs(READ)
def print_certificate(web: Web, certificate_id: str) -> str:
    """The paper as a page to print."""
    paper = _paper(web, certificate_id)
    here = f"/membership/certificates/{certificate_id}"
    return layout.render(
        "membership/certificate.html", web, paper=paper, digits=_digits(), here=here
    )


@needs(READ)
def save_certificate(web: Web, certificate_id: str) -> Response:
    """The paper as a file for a word processor."""
    paper = _paper(web, certificate_id)
    answer = Response(as_docx(paper), content_type=DOCX)
    name = quote(f"{paper.called}-{paper.reference}.docx".replace("/", "-"))
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=certificate.docx; filename*=UTF-8''{name}"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _paper(web: Web, certificate_id: str) -> Paper:
    found = everything_on(web.reader, certificate_id, web.application.tambon)
    if found is None:
        abort(404)
    return compose(found, _digits())


def _digits() -> Digits:
    return "thai" if request.args.get("digits") == "thai" else "arabic"


def add_shortcut(blueprint: Blueprint, web: Web) -> None:
    """``/membership/offices/<id>/terms/<term>/certificate``: the newest, or the form for one."""

    @needs(READ)
    def of_term(office_id: str, term_id: str) -> Any:
        newest = certificates.latest_of_term(web.reader, office_id, term_id)
        if newest is not None:
            return redirect(f"/membership/certificates/{newest['certificate_id']}/print", 302)
        asked = urlencode({"term_id": term_id})
        return redirect(f"/membership/offices/{quote(office_id)}/do/certify-term?{asked}", 302)

    path = "/membership/offices/<office_id>/terms/<term_id>/certificate"
    blueprint.add_url_rule(path, "certificate-of-term", of_term)


CERTIFICATES: Final = Resource(
    "certificates",
    title="Papers of appointment",
    one="Paper of appointment",
    key="certificate_id",
    query=certificates.list_certificates,
    filters=views.CertificateFilter,
    row=views.CertificateView,
    columns=("reference", "paper_form", "person_id", "position", "of_body", "issued_on", "status"),
    named="reference",
    item=certificates.one_certificate,
    aggregate=CERTIFICATE,
    actions=(RevokeCertificate,),
    leaves=(
        Leaf("print", title="Paper of appointment, to print", show=print_certificate),
        Leaf("certificate.docx", title="Paper of appointment (.docx)", show=save_certificate),
    ),
    picks=("certificate_id",),
    sort="-issued_on",
    offers=offers.with_certificate,
    empty="No paper is issued yet. One is issued beside a term, a leader or a seat.",
    facts=(
        "paper_form",
        "issued_on",
        "person_id",
        "position",
        "of_body?",
        "office_id?",
        "organisation_id?",
        "committee_id?",
        "term_from",
        "term_to",
        "meeting_id?",
        "resolution_id?",
        "signed_by?",
        "signed_as?",
        "status",
        "revoked_on?",
        "revoked_because?",
    ),
    under="Keeping the register",
)

PAPER_NUMBERS: Final = Resource(
    "paper-numbers",
    title="Numbers of papers",
    one="Numbers of a year",
    key="year",
    query=certificates.list_paper_numbers,
    row=views.PaperNumberView,
    columns=("year", "certificates", "orders"),
    named="year",
    item=certificates.one_paper_number,
    create=ContinuePaperNumbering,
    menu=False,
    search=False,
    sort="-year",
    empty="No number was given yet. Numbers begin at 1 in each year, unless papers were numbered "
    "elsewhere before.",
)
