"""Who may come in, and whose reports are taken in, as the province's read tables tell."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bangduan.application import Application
from bangduan.errors import LinkRefused
from bangduan.events.types import EntityId, Line, Prose, TambonCode
from bangduan.link.admission import Guest
from bangduan.link.authority import Authority
from bangduan.link.bundle import check, from_bytes
from bangduan.link.keys import new_key, request_of
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.unit_of_work import Context
from services.province import inviting
from services.province.domain.site import (
    ApproveSite,
    EnrolSite,
    NoteCertificateUsed,
    ResumeSite,
    RevokeCertificate,
    SuspendSite,
    WithdrawInvitation,
)
from services.province.gatekeeper import Gatekeeper
from services.province.projections.enrolment import (
    certificate_for,
    followed_sites,
    guests,
    list_certificates,
    list_enrolments,
    unseen,
)
from services.province.service import service
from services.province.views.enrolment import CertificateFilter, EnrolmentFilter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TAMBON = TambonCode("110113")
CONTEXT = Context(actor="test")
REASON = Prose("เครื่องหาย (สมมติ)")


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Application]:
    settings = Settings(
        tambon="110000", data=tmp_path / "data", broker_address="province.example:5671"
    )
    settings.data.mkdir()
    Authority.create(settings.authority_path, "Samut Prakan 110000", datetime.now(UTC))
    with closing(Application(service, settings)) as application:
        prepare(application)
        yield application


def invited(province: Application) -> str:
    inviting.register(province, TAMBON, CONTEXT)
    bundle, _ = inviting.invite(province, TAMBON, days=7, address="", context=CONTEXT)
    return bundle.invitation


def enrolled(province: Application) -> str:
    """Enrol the site as the gatekeeper does; the certificate's serial."""
    invitation = invited(province)
    keeper = Gatekeeper(province, None, Authority(province.settings.authority_path))  # type: ignore[arg-type]
    made = keeper._made(TAMBON, request_of(new_key()))
    province.execute(
        EnrolSite(
            tambon=TAMBON,
            invitation_id=EntityId(invitation),
            certificate=made,
            now=datetime.now(UTC),
        )
    )
    return made.serial


def told(province: Application) -> dict[str, Any]:
    [row] = province.reader.all(list_enrolments())
    return row


def now_in(province: Application, days: int = 0) -> frozenset[Guest]:
    return guests(province.reader, datetime.now(UTC) + timedelta(days=days))


def test_a_site_is_put_on_record_once_with_its_names(province: Application) -> None:
    assert inviting.register(province, TAMBON, CONTEXT)
    assert not inviting.register(province, TAMBON, CONTEXT)

    row = told(province)
    assert (row["thai"], row["english"], row["status"]) == ("บางด้วน", "Bang Duan", "registered")
    assert now_in(province) == frozenset()


@pytest.mark.parametrize("code", ["109999", "100101", "110000", "nonsense"])
def test_what_is_no_tambon_of_the_province_is_not_registered(
    province: Application, code: str
) -> None:
    with pytest.raises(LinkRefused, match="no sub-district"):
        inviting.register(province, code, CONTEXT)


def test_an_invitation_can_be_read_and_lets_its_holder_ask(province: Application) -> None:
    inviting.register(province, TAMBON, CONTEXT)

    bundle, file = inviting.invite(province, TAMBON, days=7, address="", context=CONTEXT)

    check(from_bytes(file), site=TAMBON, now=datetime.now(UTC), fingerprint=bundle.fingerprint)
    assert (bundle.host, bundle.port) == ("province.example", 5671)
    [guest] = now_in(province)
    assert guest.invitation == bundle.invitation
    assert told(province)["status"] == "invited"
    assert now_in(province, days=8) == frozenset()


def test_a_newer_invitation_or_a_withdrawal_ends_one(province: Application) -> None:
    invited(province)
    second = invited(province)

    assert [guest.invitation for guest in now_in(province)] == [second]
    province.execute(WithdrawInvitation(tambon=TAMBON, reason=REASON))
    assert now_in(province) == frozenset()


def test_the_invitation_ends_when_its_certificate_was_used(province: Application) -> None:
    serial = enrolled(province)
    assert len(now_in(province)) == 2
    assert unseen(province.reader) == [(TAMBON, serial)]

    province.execute(NoteCertificateUsed(tambon=TAMBON, serial=Line(serial)))

    assert now_in(province) == {Guest(TAMBON, serial)}
    assert unseen(province.reader) == []
    assert now_in(province, days=400) == frozenset()


def test_only_an_approved_site_that_is_not_suspended_is_followed(province: Application) -> None:
    serial = enrolled(province)
    assert followed_sites(province.reader) == frozenset()

    province.execute(ApproveSite(tambon=TAMBON))
    assert followed_sites(province.reader) == {TAMBON}
    assert told(province)["status"] == "approved"

    province.execute(SuspendSite(tambon=TAMBON, reason=REASON))
    assert followed_sites(province.reader) == frozenset()
    assert now_in(province) == frozenset()
    assert told(province)["reason"] == REASON

    province.execute(ResumeSite(tambon=TAMBON))
    assert followed_sites(province.reader) == {TAMBON}
    assert Guest(TAMBON, serial) in now_in(province)


def test_a_suspended_site_is_not_followed_whatever_the_settings_say(province: Application) -> None:
    settings = replace(province.settings, sites=(TAMBON, "110108"))

    def followed() -> set[str]:
        found = province.service.sources_at(settings, province.reader)
        return {tambon for tambon, service in found if service == "reporting"}

    assert followed() == {TAMBON, "110108"}
    enrolled(province)
    province.execute(ApproveSite(tambon=TAMBON))
    assert followed() == {TAMBON, "110108"}
    province.execute(SuspendSite(tambon=TAMBON, reason=REASON))
    assert followed() == {"110108"}
    province.execute(ResumeSite(tambon=TAMBON))
    assert followed() == {TAMBON, "110108"}


def test_a_revoked_certificate_lets_nobody_in_and_is_not_given_again(
    province: Application,
) -> None:
    serial = enrolled(province)
    [row] = province.reader.all(list_certificates(CertificateFilter(tambon=TAMBON)))
    assert row["state"] == "issued"

    province.execute(RevokeCertificate(tambon=TAMBON, reason=REASON, serial=Line(serial)))

    assert Guest(TAMBON, serial) not in now_in(province)
    [row] = province.reader.all(list_certificates(CertificateFilter(state="revoked")))
    assert row["reason"] == REASON
    assert certificate_for(province.reader, TAMBON, "key") is None


def test_lists_are_narrowed_by_how_far_a_site_has_come(province: Application) -> None:
    enrolled(province)

    assert province.reader.all(list_enrolments(EnrolmentFilter(status="approved"))) == []
    assert province.reader.all(list_enrolments(EnrolmentFilter(status="enrolled"))) != []
    assert province.reader.all(list_enrolments(EnrolmentFilter(tambon=TAMBON))) != []
