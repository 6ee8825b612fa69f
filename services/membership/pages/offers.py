"""What may be done with a record as it is; who may do it stands at the commands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from services.membership.domain.certificate import (
    CertifyLeader,
    CertifySeat,
    CertifyTerm,
    RevokeCertificate,
)
from services.membership.domain.committee import (
    DissolveCommittee,
    FillSeat,
    NameSeat,
    SeatCommittee,
    VacateSeat,
)
from services.membership.domain.duty import CompleteDuty, HandOverDuty, WithdrawDuty
from services.membership.domain.membership import JoinOrganisation, LeaveOrganisation
from services.membership.domain.office import CorrectTerm, IdentifyHolder, LeaveOffice
from services.membership.domain.organisation import (
    AppointLeader,
    DissolveOrganisation,
    EndLeadership,
    MergeOrganisations,
    RenameOrganisation,
    ReportMemberCount,
    SetCentreSeats,
)
from services.membership.domain.partner import (
    EndPartnership,
    NamePartnerContact,
    RevisePartnerSupport,
)
from services.membership.domain.request import (
    AnswerRequest,
    MakeRequest,
    PassRequestOn,
    WithdrawRequest,
)


def with_organisation(organisation: Mapping[str, Any]) -> Collection[type]:
    """Nothing with one that is dissolved."""
    if organisation["status"] == "dissolved":
        return ()
    return (
        JoinOrganisation,
        AppointLeader,
        ReportMemberCount,
        SetCentreSeats,
        RenameOrganisation,
        MergeOrganisations,
        DissolveOrganisation,
    )


def with_committee(committee: Mapping[str, Any]) -> Collection[type]:
    """A vacant seat is filled, an unnamed one named; one that is dissolved rests."""
    if committee["status"] == "dissolved":
        return ()
    seats: list[type] = [FillSeat] if committee["vacant"] else []
    seats += [NameSeat] if committee["unnamed"] else []
    return (*seats, SeatCommittee, DissolveCommittee)


def with_partner(partner: Mapping[str, Any]) -> Collection[type]:
    """Nothing more is asked of a partner once the partnership has ended."""
    if partner["status"] == "ended":
        return ()
    return (MakeRequest, NamePartnerContact, RevisePartnerSupport, EndPartnership)


def with_request(request: Mapping[str, Any]) -> Collection[type]:
    """Nothing with one that was answered or withdrawn."""
    if request["status"] in {"answered", "withdrawn"}:
        return ()
    return (AnswerRequest, PassRequestOn, WithdrawRequest)


def with_duty(duty: Mapping[str, Any]) -> Collection[type]:
    """Nothing with one that is done or withdrawn."""
    return (CompleteDuty, HandOverDuty, WithdrawDuty) if duty["status"] == "open" else ()


def with_certificate(certificate: Mapping[str, Any]) -> Collection[type]:
    """A paper may be revoked, once."""
    return (RevokeCertificate,) if certificate["status"] == "valid" else ()


# -- with one row of a list ----------------------------------------------------------------------

Row = Mapping[str, Any]


def with_member(record: Row, member: Row) -> Collection[type]:
    """A member may leave."""
    return (LeaveOrganisation,) if member["status"] == "member" else ()


def with_leader(record: Row, leader: Row) -> Collection[type]:
    """A leadership may end, and be certified."""
    goes_on = (EndLeadership,) if leader["status"] == "leading" else ()
    return (*goes_on, CertifyLeader)


def with_seat(record: Row, seat: Row) -> Collection[type]:
    """A seat may be given up; whoever sits in it may be certified to."""
    return (VacateSeat, CertifySeat) if seat["status"] == "seated" else ()


def with_term(record: Row, term: Row) -> Collection[type]:
    """A term may end; who held it may become known."""
    goes_on = () if term["status"] == "over" else (LeaveOffice,)
    who = (IdentifyHolder,) if term["holder"] is None else (CertifyTerm,)
    return (*goes_on, *who, CorrectTerm)
