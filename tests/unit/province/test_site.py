"""How a site comes to report to the province, and stops."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bangduan.domain import derived_id
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
from bangduan.events.types import EntityId, Line, Prose, TambonCode
from bangduan.testing.scenario import given
from services.province.domain.site import (
    APPROVED_ONCE,
    CERTIFICATE_STANDS,
    CERTIFICATES_FEW,
    ENROLLED,
    INVITATION_GOOD_ONCE,
    INVITATION_IN_TIME,
    INVITATION_STANDS,
    INVITED,
    MOST_CERTIFICATES,
    NOT_SUSPENDED,
    REGISTERED_ONCE,
    SITE,
    SUSPENDED,
    ApproveSite,
    EnrolSite,
    InviteSite,
    IssueCertificate,
    NoteCertificateUsed,
    RegisterSite,
    ResumeSite,
    RevokeCertificate,
    SuspendSite,
    WithdrawInvitation,
)

TAMBON = TambonCode("110113")
NOW = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)
REASON = Prose("เครื่องหาย (สมมติ)")
ONE, TWO = (EntityId(derived_id("invitation", each)) for each in "12")


def certificate(serial: str, key: str = "key") -> Certificate:
    return Certificate(
        serial=Line(serial),
        fingerprint=Line("f" * 64),
        key=Line(key),
        not_before=NOW,
        not_after=NOW + timedelta(days=397),
        pem=Prose("-----BEGIN CERTIFICATE-----"),
    )


REGISTERED = SiteRegistered(tambon=TAMBON, thai=Line("บางด้วน"), english=Line("Bang Duan"))
INVITED_ONE = SiteInvited(
    tambon=TAMBON, invitation_id=ONE, serial=Line("1"), expires_at=NOW + timedelta(days=7)
)
INVITED_TWO = SiteInvited(
    tambon=TAMBON, invitation_id=TWO, serial=Line("2"), expires_at=NOW + timedelta(days=7)
)
ENROLLED_A = SiteEnrolled(tambon=TAMBON, invitation_id=ONE, certificate=certificate("a"))
USED_A = CertificateUsed(tambon=TAMBON, serial=Line("a"))
APPROVED = SiteApproved(tambon=TAMBON)
SUSPENDED_ = SiteSuspended(tambon=TAMBON, reason=REASON)
ISSUED_B = CertificateIssued(tambon=TAMBON, certificate=certificate("b", "next"))
REVOKED_A = CertificateRevoked(tambon=TAMBON, serial=Line("a"), reason=REASON)
ENROL = EnrolSite(tambon=TAMBON, invitation_id=ONE, certificate=certificate("a"), now=NOW)


def test_a_site_is_registered_once_under_its_code() -> None:
    command = RegisterSite(tambon=TAMBON, thai=Line("บางด้วน"), english=Line("Bang Duan"))

    given(SITE).when(command).then(REGISTERED)
    given(SITE, REGISTERED).when(command).refuses(REGISTERED_ONCE)


@pytest.mark.parametrize(
    "command",
    [ENROL, ApproveSite(tambon=TAMBON), SuspendSite(tambon=TAMBON, reason=REASON)],
    ids=lambda command: type(command).__name__,
)
def test_nothing_is_done_with_a_site_that_is_not_registered(command: object) -> None:
    given(SITE).when(command).finds_nothing()


def test_a_registered_site_is_invited_as_often_as_needed() -> None:
    command = InviteSite(
        tambon=TAMBON, invitation_id=TWO, serial=Line("2"), expires_at=INVITED_TWO.expires_at
    )

    given(SITE, REGISTERED).when(command).then(INVITED_TWO)
    given(SITE, REGISTERED, INVITED_ONE, ENROLLED_A, APPROVED).when(command).then(INVITED_TWO)


def test_an_invitation_brings_a_certificate() -> None:
    given(SITE, REGISTERED, INVITED_ONE).when(ENROL).then(ENROLLED_A)


def test_asking_again_for_the_same_key_changes_nothing() -> None:
    given(SITE, REGISTERED, INVITED_ONE, ENROLLED_A).when(ENROL).then()


def test_an_invitation_is_good_for_one_key() -> None:
    other = EnrolSite(
        tambon=TAMBON, invitation_id=ONE, certificate=certificate("b", "another"), now=NOW
    )

    given(SITE, REGISTERED, INVITED_ONE, ENROLLED_A).when(other).refuses(INVITATION_GOOD_ONCE)


def test_an_expired_invitation_brings_nothing() -> None:
    late = EnrolSite(
        tambon=TAMBON, invitation_id=ONE, certificate=certificate("a"), now=INVITED_ONE.expires_at
    )

    given(SITE, REGISTERED, INVITED_ONE).when(late).refuses(INVITATION_IN_TIME)


def test_only_the_newest_invitation_counts() -> None:
    given(SITE, REGISTERED, INVITED_ONE, INVITED_TWO).when(ENROL).refuses(INVITATION_STANDS)
    given(SITE, REGISTERED).when(ENROL).refuses(INVITATION_STANDS)


def test_a_withdrawn_invitation_brings_nothing() -> None:
    withdrawn = InvitationWithdrawn(tambon=TAMBON, invitation_id=ONE, reason=REASON)
    command = WithdrawInvitation(tambon=TAMBON, reason=REASON)

    given(SITE, REGISTERED, INVITED_ONE).when(command).then(withdrawn)
    given(SITE, REGISTERED, INVITED_ONE, withdrawn).when(ENROL).refuses(INVITATION_STANDS)
    given(SITE, REGISTERED).when(command).refuses(INVITED)


def test_a_certificate_that_is_used_ends_the_older_ones() -> None:
    command = NoteCertificateUsed(tambon=TAMBON, serial=Line("b"))

    given(SITE, REGISTERED, INVITED_ONE, ENROLLED_A, USED_A, ISSUED_B).when(command).then(
        CertificateUsed(tambon=TAMBON, serial=Line("b")),
        CertificateRotated(tambon=TAMBON, serial=Line("a"), replaced_by=Line("b")),
    )


def test_a_new_certificate_ends_nothing_before_it_is_used() -> None:
    command = IssueCertificate(tambon=TAMBON, certificate=certificate("b", "next"))

    state = (
        given(SITE, REGISTERED, INVITED_ONE, ENROLLED_A, USED_A).when(command).then(ISSUED_B)
    )  # fmt: skip

    assert state.certificates == ("a", "b")


@pytest.mark.parametrize("serial", ["a", "unknown"])
def test_a_use_that_is_known_or_of_nothing_is_not_noted(serial: str) -> None:
    command = NoteCertificateUsed(tambon=TAMBON, serial=Line(serial))

    given(SITE, REGISTERED, INVITED_ONE, ENROLLED_A, USED_A).when(command).then()


def test_a_site_without_a_certificate_gets_no_next_one() -> None:
    command = IssueCertificate(tambon=TAMBON, certificate=certificate("b"))

    given(SITE, REGISTERED, INVITED_ONE).when(command).refuses(ENROLLED)
    given(SITE, REGISTERED, INVITED_ONE, ENROLLED_A, REVOKED_A).when(command).refuses(ENROLLED)


def test_a_site_that_asks_and_asks_is_refused() -> None:
    more = [
        CertificateIssued(tambon=TAMBON, certificate=certificate(str(n), str(n)))
        for n in range(MOST_CERTIFICATES - 1)
    ]
    command = IssueCertificate(tambon=TAMBON, certificate=certificate("b"))

    given(SITE, REGISTERED, INVITED_ONE, ENROLLED_A, *more).when(command).refuses(CERTIFICATES_FEW)
    newest = NoteCertificateUsed(tambon=TAMBON, serial=Line("3"))
    state = given(SITE, REGISTERED, INVITED_ONE, ENROLLED_A, *more).when(newest).state
    assert state.certificates == ("3",)


def test_revoking_without_a_serial_ends_all_and_the_open_invitation() -> None:
    command = RevokeCertificate(tambon=TAMBON, reason=REASON)

    given(SITE, REGISTERED, INVITED_ONE, ENROLLED_A, ISSUED_B).when(command).then(
        REVOKED_A,
        CertificateRevoked(tambon=TAMBON, serial=Line("b"), reason=REASON),
        InvitationWithdrawn(tambon=TAMBON, invitation_id=ONE, reason=REASON),
    )


def test_revoking_one_leaves_the_others() -> None:
    command = RevokeCertificate(tambon=TAMBON, reason=REASON, serial=Line("a"))

    state = (
        given(SITE, REGISTERED, INVITED_ONE, ENROLLED_A, ISSUED_B).when(command).then(REVOKED_A)
    )  # fmt: skip

    assert state.certificates == ("b",)


def test_what_is_revoked_is_not_revoked_again() -> None:
    command = RevokeCertificate(tambon=TAMBON, reason=REASON, serial=Line("a"))

    given(SITE, REGISTERED, INVITED_ONE, ENROLLED_A, REVOKED_A).when(command).refuses(
        CERTIFICATE_STANDS
    )


def test_a_site_is_approved_once_and_only_when_it_is_enrolled() -> None:
    command = ApproveSite(tambon=TAMBON)

    given(SITE, REGISTERED, INVITED_ONE).when(command).refuses(ENROLLED)
    given(SITE, REGISTERED, INVITED_ONE, ENROLLED_A).when(command).then(APPROVED)
    given(SITE, REGISTERED, INVITED_ONE, ENROLLED_A, APPROVED).when(command).refuses(APPROVED_ONCE)


def test_a_suspended_site_gets_nothing_until_it_is_resumed() -> None:
    past = (REGISTERED, INVITED_ONE, ENROLLED_A, APPROVED)
    suspend = SuspendSite(tambon=TAMBON, reason=REASON)
    renew = IssueCertificate(tambon=TAMBON, certificate=certificate("b"))
    resume = ResumeSite(tambon=TAMBON)

    given(SITE, *past).when(suspend).then(SUSPENDED_)
    given(SITE, *past, SUSPENDED_).when(suspend).refuses(NOT_SUSPENDED)
    given(SITE, *past, SUSPENDED_).when(renew).refuses(NOT_SUSPENDED)
    given(SITE, *past, SUSPENDED_).when(ENROL).refuses(NOT_SUSPENDED)
    given(SITE, *past).when(resume).refuses(SUSPENDED)
    state = given(SITE, *past, SUSPENDED_).when(resume).then(SiteResumed(tambon=TAMBON))
    assert state.approved
    assert state.certificates == ("a",)
