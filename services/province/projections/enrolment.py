"""ตำบลที่เชื่อมกับจังหวัด: which sites may report, and the certificates that they come in with.

Times stand as ISO text in UTC, so that they compare as they read.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Boolean, Column, Index, Integer, Select, String, case, false, select, true

from bangduan.events.envelope import Recorded
from bangduan.events.province import (
    Certificate,
    CertificateIssued,
    CertificateRevoked,
    CertificateRotated,
    CertificateUsed,
    InvitationWithdrawn,
    SiteApproved,
    SiteEnrolled,
    SiteInvited,
    SiteRegistered,
    SiteResumed,
    SiteSuspended,
)
from bangduan.link.admission import Guest
from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable, Rows
from services.province.permissions import READ_REVIEW
from services.province.views.enrolment import CertificateFilter, EnrolmentFilter

if TYPE_CHECKING:
    from collections.abc import Collection

    from bangduan.application import Reader
    from bangduan.events.types import TambonCode

enrolments = ReadTable(
    "enrolments",
    Column("tambon", String, primary_key=True),
    Column("thai", String),
    Column("english", String),
    Column("invitation_id", String),
    Column("invitation_serial", String),
    Column("invitation_expires_at", String),
    Column("invitation_open", Boolean, nullable=False),
    Column("enrolled_by", String),
    Column("enrolled", Boolean, nullable=False),
    Column("approved", Boolean, nullable=False),
    Column("suspended", Boolean, nullable=False),
    Column("reason", String),
    Column("registered_at", String, nullable=False),
    Column("enrolled_at", String),
    Column("approved_at", String),
    Column("version", Integer, nullable=False),
)
certificates = ReadTable(
    "certificates",
    Column("tambon", String, primary_key=True),
    Column("serial", String, primary_key=True),
    Column("fingerprint", String, nullable=False),
    Column("key", String, nullable=False),
    Column("not_before", String, nullable=False),
    Column("not_after", String, nullable=False),
    Column("pem", String, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", String),
    Column("issued_at", String, nullable=False),
    Column("used_at", String),
    Column("ended_at", String),
    Index("certificates_by_key", "tambon", "key"),
)

ENROLMENT: Final = Projection("enrolment", version=1, tables=(enrolments, certificates))

_STANDING: Final = ("issued", "used")


@ENROLMENT.on(SiteRegistered)
def _(event: SiteRegistered, at: Recorded, rows: Rows) -> None:
    rows.put(
        enrolments,
        tambon=event.tambon,
        thai=event.thai,
        english=event.english,
        invitation_open=False,
        enrolled=False,
        approved=False,
        suspended=False,
        registered_at=at.time,
        version=at.version,
    )


@ENROLMENT.on(SiteInvited)
def _(event: SiteInvited, at: Recorded, rows: Rows) -> None:
    _change(
        event, at, rows,
        invitation_id=event.invitation_id, invitation_serial=event.serial,
        invitation_expires_at=text_of(event.expires_at), invitation_open=True, enrolled_by=None,
    )  # fmt: skip


@ENROLMENT.on(InvitationWithdrawn)
def _(event: InvitationWithdrawn, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, invitation_open=False)


@ENROLMENT.on(SiteEnrolled)
def _(event: SiteEnrolled, at: Recorded, rows: Rows) -> None:
    _change(
        event, at, rows, enrolled=True, enrolled_at=at.time, enrolled_by=event.certificate.serial
    )
    _put(rows, event.tambon, event.certificate, at)


@ENROLMENT.on(CertificateIssued)
def _(event: CertificateIssued, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows)
    _put(rows, event.tambon, event.certificate, at)


@ENROLMENT.on(CertificateUsed)
def _(event: CertificateUsed, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows)
    # the invitation that this certificate was asked for with has done its work
    by_it = {"tambon": event.tambon, "enrolled_by": event.serial}
    rows.change(enrolments, by_it, invitation_open=False)
    _end(rows, event, state="used", used_at=at.time)


@ENROLMENT.on(CertificateRotated)
def _(event: CertificateRotated, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows)
    _end(rows, event, state="rotated", ended_at=at.time)


@ENROLMENT.on(CertificateRevoked)
def _(event: CertificateRevoked, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows)
    _end(rows, event, state="revoked", ended_at=at.time, reason=event.reason)


@ENROLMENT.on(SiteApproved)
def _(event: SiteApproved, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, approved=True, approved_at=at.time)


@ENROLMENT.on(SiteSuspended)
def _(event: SiteSuspended, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, suspended=True, reason=event.reason)


@ENROLMENT.on(SiteResumed)
def _(event: SiteResumed, at: Recorded, rows: Rows) -> None:
    _change(event, at, rows, suspended=False, reason=None)


def _change(event: Any, at: Recorded, rows: Rows, **values: Any) -> None:
    rows.change(enrolments, {"tambon": event.tambon}, version=at.version, **values)


def _put(rows: Rows, tambon: str, made: Certificate, at: Recorded) -> None:
    rows.put(
        certificates,
        tambon=tambon,
        serial=made.serial,
        fingerprint=made.fingerprint,
        key=made.key,
        not_before=text_of(made.not_before),
        not_after=text_of(made.not_after),
        pem=made.pem,
        state="issued",
        issued_at=at.time,
    )


def _end(rows: Rows, event: Any, **values: Any) -> None:
    rows.change(certificates, {"tambon": event.tambon, "serial": event.serial}, **values)


def text_of(moment: datetime) -> str:
    """A moment as these tables keep it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


# -- what others ask -------------------------------------------------------------------------------

_status = case(
    (enrolments.c.suspended, "suspended"),
    (enrolments.c.approved, "approved"),
    (enrolments.c.enrolled, "enrolled"),
    (enrolments.c.invitation_open, "invited"),
    else_="registered",
)


@reads(READ_REVIEW)
def list_enrolments(chosen: EnrolmentFilter | None = None) -> Select[Any]:
    """Sites that are to report, and how far each has come."""
    current = (
        select(certificates.c.not_after)
        .where(
            certificates.c.tambon == enrolments.c.tambon, certificates.c.state.in_(_STANDING)
        )
        .order_by(certificates.c.not_after.desc())
        .limit(1)
        .scalar_subquery()
    )  # fmt: skip
    query = select(
        enrolments, _status.label("status"), current.label("certificate_until")
    )  # fmt: skip
    for name, column in (("tambon", enrolments.c.tambon), ("status", _status)):
        value = getattr(chosen, name, None)
        if value is not None:
            query = query.where(column == value)
    return query


@reads(READ_REVIEW)
def list_certificates(chosen: CertificateFilter | None = None) -> Select[Any]:
    """Certificates that the province made for its sites."""
    query = select(*(c for c in certificates.columns if c.name not in {"pem", "key"}))
    for name in ("tambon", "state"):
        value = getattr(chosen, name, None)
        if value is not None:
            query = query.where(certificates.c[name] == value)
    return query


def followed_sites(reader: Reader) -> Collection[TambonCode]:
    """Sites whose events are taken in: approved, and not suspended."""
    query = select(enrolments.c.tambon).where(
        enrolments.c.approved == true(), enrolments.c.suspended == false()
    )
    return frozenset(row["tambon"] for row in reader.all(query))


def suspended_sites(reader: Reader) -> Collection[TambonCode]:
    """Sites of which nothing is taken in until they are resumed, whoever else names them."""
    query = select(enrolments.c.tambon).where(enrolments.c.suspended == true())
    return frozenset(row["tambon"] for row in reader.all(query))


def guests(reader: Reader, now: datetime) -> frozenset[Guest]:
    """Who may come in to the broker at ``now``: by certificate, or by invitation."""
    moment = text_of(now)
    admitted = enrolments.c.suspended == false()
    by_certificate = (
        select(certificates.c.tambon, certificates.c.serial)
        .join(enrolments, enrolments.c.tambon == certificates.c.tambon)
        .where(admitted, certificates.c.state.in_(_STANDING), certificates.c.not_after > moment)
    )
    by_invitation = select(enrolments).where(
        admitted, enrolments.c.invitation_open, enrolments.c.invitation_expires_at > moment
    )
    return frozenset(
        [
            *(Guest(row["tambon"], row["serial"]) for row in reader.all(by_certificate)),
            *(
                Guest(row["tambon"], row["invitation_serial"], row["invitation_id"])
                for row in reader.all(by_invitation)
            ),
        ]
    )


def registered_sites(reader: Reader) -> frozenset[str]:
    """Codes of every site that is registered."""
    return frozenset(row["tambon"] for row in reader.all(select(enrolments.c.tambon)))


def certificate_for(reader: Reader, tambon: str, key: str) -> str | None:
    """The certificate, PEM, that was made for a key and stands; None when there is none."""
    query = select(certificates.c.pem).where(
        certificates.c.tambon == tambon,
        certificates.c.key == key,
        certificates.c.state.in_(_STANDING),
    )
    found = reader.one(query)
    return None if found is None else str(found["pem"])


def unseen(reader: Reader) -> list[tuple[str, str]]:
    """``(tambon, serial)`` of certificates that nobody has come in with yet."""
    query = select(certificates.c.tambon, certificates.c.serial)
    query = query.where(certificates.c.state == "issued")
    return [(row["tambon"], row["serial"]) for row in reader.all(query)]
