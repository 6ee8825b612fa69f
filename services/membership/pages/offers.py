"""What may be done with a record as it is; who may do it stands at the commands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.membership.domain.committee import (
    DissolveCommittee,
    FillSeat,
    NameSeat,
    SeatCommittee,
)
from services.membership.domain.membership import JoinOrganisation
from services.membership.domain.organisation import (
    AppointLeader,
    DissolveOrganisation,
    RenameOrganisation,
    ReportMemberCount,
    SetCentreSeats,
)
from services.membership.domain.partner import (
    EndPartnership,
    NamePartnerContact,
    RevisePartnerSupport,
)
from services.membership.domain.person import CorrectPerson, ErasePerson
from services.membership.domain.request import (
    AnswerRequest,
    MakeRequest,
    PassRequestOn,
    WithdrawRequest,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def with_person(person: Mapping[str, Any]) -> Collection[type]:
    """Nothing with somebody who was erased."""
    if person["erased"]:
        return ()
    return (CorrectPerson, JoinOrganisation, AppointLeader, ErasePerson)


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
