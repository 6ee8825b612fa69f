"""การเชื่อมต่อของตำบล: every tambon of the province, how far it has come, and what comes next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from flask import redirect
from sqlalchemy import select

from bangduan.events.types import TambonCode
from bangduan.permissions import reads
from bangduan.web.guard import application
from bangduan.web.pages import Leaf, Related, Resource
from bangduan.web.translate import gettext, pair
from services.province.domain.reconciliation import AcceptRestoredRecord, RequestReplay
from services.province.domain.site import (
    SITE,
    ApproveSite,
    RegisterSite,
    ResumeSite,
    RevokeCertificate,
    SuspendSite,
    WithdrawInvitation,
)
from services.province.pages.differing import DIFFERING
from services.province.pages.places import called, province_of
from services.province.pages.rows import Connection, ConnectionRow
from services.province.permissions import READ_REVIEW
from services.province.projections.digests import list_contradictions, list_false_roots
from services.province.projections.enrolment import (
    certificates,
    enrolments,
    list_certificates,
    list_enrolments,
)
from services.province.projections.status import list_freshness
from services.province.restored import list_held, was_set_aside
from services.province.views.digests import (
    ContradictionView,
    DigestFilter,
    FalseRootView,
    SiteFilter,
)
from services.province.views.enrolment import CertificateFilter, CertificateView

if TYPE_CHECKING:
    from sqlalchemy import Select
    from werkzeug.wrappers import Response

    from bangduan.application import Reader
    from bangduan.web.app import Web

#: Moments of an enrolment, which its table keeps as text.
_MOMENTS: Final = (
    "certificate_until", "invitation_expires_at", "registered_at", "enrolled_at", "approved_at",
)  # fmt: skip
#: States of a certificate that somebody may come in with.
_STANDING: Final = ("issued", "used")


@reads(READ_REVIEW)
def list_connections(reader: Reader) -> dict[str, Any]:
    """การเชื่อมต่อ: every tambon of the province, and any other that is registered or was heard."""
    enrolled = {row["tambon"]: row for row in reader.all(list_enrolments())}
    heard = {row["tambon"]: row for row in reader.all(list_freshness())}
    held = _held(reader)
    known = {*enrolled, *heard}
    for place in {code[:2]: province_of(code) for code in (*known, application().tambon)}.values():
        known |= {tambon.code for district in place.districts for tambon in district.tambons}
    return {
        "items": [
            _connection(code, enrolled.get(code), heard.get(code), held.get(code))
            for code in sorted(known)
        ]
    }


@reads(READ_REVIEW)
def one_connection(reader: Reader, tambon: str) -> dict[str, Any] | None:
    """One tambon; None for a code that nobody has and nobody registered."""
    freshness = list_freshness()
    enrolled = _enrolled(reader, tambon)
    heard = reader.one(freshness.where(freshness.selected_columns["tambon"] == tambon))
    place = province_of(tambon)
    if enrolled is None and heard is None and place.name_of(tambon) is None:
        return None
    found = _connection(tambon, enrolled, heard, _held(reader).get(tambon))
    return {
        **found,
        "next_step": _next_step(found),
        "set_aside": was_set_aside(application().database, tambon),
    }


def _held(reader: Reader) -> dict[str, str]:
    """Sites of which nothing new is read, and whether that is decided."""
    return {row["tambon"]: row["state"] for row in reader.all(list_held())}


def _enrolled(reader: Reader, tambon: str) -> dict[str, Any] | None:
    """As ``list_enrolments`` tells it, one table at a time, so that it reads as it stood too."""
    found = reader.one(select(enrolments).where(enrolments.c.tambon == tambon))
    if found is None:
        return None
    until = [
        row["not_after"]
        for row in reader.all(select(certificates).where(certificates.c.tambon == tambon))
        if row["state"] in _STANDING
    ]
    steps = {
        "suspended": found["suspended"],
        "approved": found["approved"],
        "enrolled": found["enrolled"],
        "invited": found["invitation_open"],
    }
    status = next((step for step, is_there in steps.items() if is_there), "registered")
    return {**found, "status": status, "certificate_until": max(until, default=None)}


def _connection(
    code: str,
    enrolled: Mapping[str, Any] | None,
    heard: Mapping[str, Any] | None,
    held: str | None,
) -> dict[str, Any]:
    place = province_of(code)
    district = place.district_of(code)
    thai = enrolled["thai"] if enrolled else None
    own = (thai, enrolled["english"] or thai) if enrolled and thai else None
    moments = {name: enrolled[name] if enrolled else None for name in _MOMENTS}
    return {
        "tambon": code,
        "name": called(code, own),
        "district": pair(district.name) if district else None,
        "status": enrolled["status"] if enrolled else None,
        "last_heard_on": heard["last_heard_on"] if heard else None,
        "days_silent": _silent(heard["days_silent"] if heard else None),
        "held": held,
        "reason": enrolled["reason"] if enrolled else None,
        **{name: datetime.fromisoformat(at) if at else None for name, at in moments.items()},
    }


def _silent(days: int | None) -> int | None:
    """Days of silence; none for a site whose clock is ahead of ours."""
    return None if days is None else max(0, days)


def _next_step(site: Mapping[str, Any]) -> str:
    """What to do next with a site, in a sentence."""
    if site["held"] == "held":
        return gettext(
            "Its log holds less than was read of it, as after a restore from an older backup. "
            "Nothing new is read. Ask the centre what happened; then accept the restored record."
        )
    match site["status"]:
        case None:
            return gettext("Register the sub-district, then make its invitation.")
        case "registered":
            return gettext(
                "On the province's machine run: bangduan province enrol %(code)s. Hand the file "
                "to the centre and read the fingerprint out over the telephone.",
                code=site["tambon"],
            )
        case "invited":
            return gettext(
                "The centre runs bangduan join with the file it was given, before the invitation "
                "expires. If the file was lost, withdraw the invitation and make another."
            )
        case "enrolled":
            return gettext(
                "Ask the centre by telephone whether it was they who joined, then approve it."
            )
        case "suspended":
            return gettext("Nothing is taken in from it. Resume it when the reason is gone.")
        case _ if site["last_heard_on"] is None:
            return gettext(
                "It was never heard. Ask the centre to run bangduan join --check on its machine."
            )
        case _:
            return gettext("Nothing: it may report.")


def offered(site: Mapping[str, Any]) -> Collection[type]:
    """What makes sense with a site as far as it has come."""
    status = site["status"]
    heard: tuple[type, ...] = (RequestReplay,) if site["last_heard_on"] is not None else ()
    if site["held"] == "held":
        heard = (AcceptRestoredRecord,)
    match status:
        case None:
            return (RegisterSite, *heard)
        case "registered":
            return (SuspendSite, *heard)
        case "invited":
            return (WithdrawInvitation, SuspendSite, *heard)
        case "enrolled":
            return (ApproveSite, RevokeCertificate, WithdrawInvitation, SuspendSite, *heard)
        case "suspended":
            return (ResumeSite, RevokeCertificate, *heard)
        case _:
            return (SuspendSite, RevokeCertificate, WithdrawInvitation, *heard)


@reads(READ_REVIEW)
def numbers(web: Web, tambon: str) -> Response:
    """To the page with what the site reports."""
    return redirect(f"/province/tambons/{tambon}", 303)


@reads(READ_REVIEW)
def certificates_of(tambon: TambonCode) -> Select[Any]:
    """ใบรับรองของตำบล, the newest first."""
    query = list_certificates(CertificateFilter(tambon=tambon))
    return query.order_by(query.selected_columns["issued_at"].desc())


@reads(READ_REVIEW)
def contradictions_of(tambon: TambonCode) -> Select[Any]:
    """ลายนิ้วมือที่ขัดกันของตำบล."""
    return list_contradictions(DigestFilter(tambon=tambon))


@reads(READ_REVIEW)
def false_roots_of(tambon: TambonCode) -> Select[Any]:
    """ลายนิ้วมือรวมของตำบลที่คำนวณไม่ตรง."""
    return list_false_roots(SiteFilter(tambon=tambon))


CONNECTIONS: Final = Resource(
    "connections",
    title="Connections",
    one="Connection",
    key="tambon",
    query=list_connections,
    row=ConnectionRow,
    columns=(
        "name",
        "district",
        "status",
        "held",
        "certificate_until",
        "last_heard_on",
        "days_silent",
    ),
    named="name",
    sort="tambon",
    item=one_connection,
    detail=Connection,
    facts=(
        "next_step",
        "district",
        "status",
        "reason?",
        "held?",
        "last_heard_on",
        "days_silent?",
        "certificate_until?",
        "invitation_expires_at?",
        "registered_at?",
        "enrolled_at?",
        "approved_at?",
    ),
    aggregate=SITE,
    actions=(
        RegisterSite,
        ApproveSite,
        SuspendSite,
        ResumeSite,
        RevokeCertificate,
        WithdrawInvitation,
        RequestReplay,
        AcceptRestoredRecord,
    ),
    offers=offered,
    leaves=(
        DIFFERING,
        Leaf(
            "numbers",
            title="What it reports",
            show=numbers,
            offers=lambda site: site["last_heard_on"] is not None,
        ),
    ),
    related=(
        Related(
            "certificates",
            title="Certificates",
            query=certificates_of,
            row=CertificateView,
            columns=("serial", "state", "not_before", "not_after", "used_at", "ended_at", "reason"),
            actions=(RevokeCertificate,),
            offers=lambda _, certificate: (
                (RevokeCertificate,) if certificate["state"] in ("issued", "used") else ()
            ),
            names=("serial",),
        ),
        Related(
            "contradictions",
            title="Digests that do not fit what it told before",
            query=contradictions_of,
            row=ContradictionView,
            columns=("service", "kind", "day", "events", "day_before", "events_before"),
        ),
        Related(
            "false-roots",
            title="Digests that do not come to the root they name",
            query=false_roots_of,
            row=FalseRootView,
            columns=("day", "root", "root_reckoned"),
        ),
    ),
    here=("tambon",),
)
