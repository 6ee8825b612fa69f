"""Enrolment over the API: who may do what, and what a refusal says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from bangduan.domain import derived_id
from bangduan.events.province import Certificate
from bangduan.events.types import EntityId, Line, Prose, TambonCode
from bangduan.link.authority import Authority
from bangduan.link.keys import new_key, new_serial, read_certificate, request_of
from bangduan.testing.access import Keys
from bangduan.web.app import create_app
from services.province.domain.site import EnrolSite, InviteSite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from flask.testing import FlaskClient

    from bangduan.application import Application

ROOT = "/province/api/v1"
TAMBON = TambonCode("110113")
REASON = {"reason": "เครื่องหาย (สมมติ)"}


@pytest.fixture
def client(province: Application) -> FlaskClient:
    return create_app(province).test_client()


@pytest.fixture
def officer(province: Application) -> Mapping[str, str]:
    return Keys().let_in(province, "province_officer")


@pytest.fixture
def analyst(province: Application) -> Mapping[str, str]:
    return Keys().let_in(province, "analyst")


@pytest.fixture
def enrol(province: Application, tmp_path: Path) -> Callable[[], str]:
    """Invite and enrol the site as the commands and the gatekeeper do; the serial."""

    def enrolled() -> str:
        now = datetime.now(UTC)
        authority = Authority.create(tmp_path / "authority", "Samut Prakan 110000", now)
        name = f"{TAMBON}-{new_serial():016x}"
        pem = authority.sign_request(request_of(new_key()), name, now)
        issued = read_certificate(pem)
        id = EntityId(derived_id("invitation"))
        until = issued.not_after
        province.execute(
            InviteSite(tambon=TAMBON, invitation_id=id, serial=Line("1"), expires_at=until)
        )
        made = Certificate(
            serial=Line(issued.serial),
            fingerprint=Line(issued.fingerprint),
            key=Line(issued.key),
            not_before=issued.not_before,
            not_after=issued.not_after,
            pem=Prose(pem.decode()),
        )
        province.execute(EnrolSite(tambon=TAMBON, invitation_id=id, certificate=made, now=now))
        return issued.serial

    return enrolled


def get(client: FlaskClient, path: str, who: Mapping[str, str]) -> list[dict[str, Any]]:
    answer = client.get(f"{ROOT}/{path}", headers=dict(who))
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.get_json()["items"]
    return items


def test_an_officer_sees_a_site_through(
    client: FlaskClient, officer: Mapping[str, str], enrol: Callable[[], str]
) -> None:
    def post(path: str, body: Mapping[str, Any] | None = None) -> int:
        return client.post(f"{ROOT}/{path}", json=body or {}, headers=dict(officer)).status_code

    assert post("enrolments", {"tambon": TAMBON, "thai": "บางด้วน", "english": "Bang Duan"}) == 200
    serial = enrol()
    assert post(f"enrolments/{TAMBON}/approval") == 200

    [site] = get(client, "enrolments?status=approved", officer)
    assert site["tambon"] == TAMBON
    assert site["enrolled_at"]
    assert site["certificate_until"]
    [certificate] = get(client, f"certificates?tambon={TAMBON}", officer)
    assert certificate["serial"] == serial
    assert "pem" not in certificate

    assert post(f"enrolments/{TAMBON}/suspension", REASON) == 200
    assert post(f"enrolments/{TAMBON}/resumption") == 200
    assert post(f"enrolments/{TAMBON}/certificates/revocation", {**REASON, "serial": serial}) == 200
    [certificate] = get(client, "certificates?state=revoked", officer)
    assert certificate["reason"] == REASON["reason"]
    assert post(f"enrolments/{TAMBON}/invitation/withdrawal", REASON) == 200


def test_an_analyst_looks_and_decides_nothing(
    client: FlaskClient, analyst: Mapping[str, str]
) -> None:
    assert get(client, "enrolments", analyst) == []
    answer = client.post(f"{ROOT}/enrolments", json={"tambon": TAMBON}, headers=dict(analyst))
    assert answer.status_code == 403


def test_who_is_not_signed_in_sees_no_enrolments(client: FlaskClient) -> None:
    assert client.get(f"{ROOT}/enrolments").status_code == 401
    assert client.get(f"{ROOT}/certificates").status_code == 401


def test_a_site_that_has_not_joined_cannot_be_approved(
    client: FlaskClient, officer: Mapping[str, str]
) -> None:
    client.post(f"{ROOT}/enrolments", json={"tambon": TAMBON}, headers=dict(officer))

    answer = client.post(f"{ROOT}/enrolments/{TAMBON}/approval", json={}, headers=dict(officer))

    assert answer.status_code == 409
    assert "bangduan province enrol" in answer.text
