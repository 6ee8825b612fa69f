"""An invitation: whole, in time, for this site, by the province one thinks; else why not."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangduan.errors import LinkRefused
from bangduan.link.authority import Authority
from bangduan.link.bundle import Bundle, check, from_bytes, to_bytes

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)
SITE = "110113"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.create(tmp_path_factory.mktemp("authority"), "Samut Prakan 110000", NOW)


@pytest.fixture(scope="module")
def bundle(authority: Authority) -> Bundle:
    identity = authority.identity(f"{SITE}-invitation-40000000000000aa", NOW, days=7)
    return Bundle(
        province="110000",
        province_names=("สมุทรปราการ", "Samut Prakan"),
        site=SITE,
        host="province.example",
        port=5671,
        vhost="/",
        authority=authority.pem.decode(),
        invitation="01912345-0000-7000-8000-000000000001",
        made_at=NOW,
        expires_at=NOW + timedelta(days=7),
        certificate=identity.certificate.decode(),
        key=identity.key.decode(),
    )


@pytest.fixture(scope="module")
def file(bundle: Bundle, authority: Authority) -> bytes:
    """Signed once: no two signatures are alike, some are shorter than others."""
    return to_bytes(bundle, authority)


def refusal(bundle: Bundle, **given_: object) -> LinkRefused:
    asked = {"site": SITE, "now": NOW, **given_}
    with pytest.raises(LinkRefused) as refused:
        check(bundle, **asked)  # type: ignore[arg-type]
    return refused.value


def test_what_is_written_reads_the_same(bundle: Bundle, file: bytes) -> None:
    assert from_bytes(file) == bundle


def test_a_good_invitation_with_the_right_fingerprint_is_taken(bundle: Bundle) -> None:
    check(bundle, site=SITE, now=NOW)
    check(bundle, site=SITE, now=NOW, fingerprint=bundle.fingerprint.replace(" ", "-"))


def test_thai_digits_are_digits(bundle: Bundle) -> None:
    thai = bundle.fingerprint.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))

    check(bundle, site=SITE, now=NOW, fingerprint=thai)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("site", "110114"),
        ("host", "elsewhere.example"),
        ("port", 5672),
        ("expires_at", "2036-01-01T00:00:00+00:00"),
        ("invitation", "01912345-0000-7000-8000-000000000002"),
        ("province_names", ["กรุงเทพ", "Bangkok"]),
    ],
)
def test_a_changed_invitation_is_refused(file: bytes, field: str, value: object) -> None:
    content = orjson.loads(file)
    content[field] = value

    with pytest.raises(LinkRefused, match="changed"):
        from_bytes(orjson.dumps(content))


def test_another_authority_cannot_sign_for_the_province(
    bundle: Bundle, tmp_path: Path
) -> None:  # fmt: skip
    forger = Authority.create(tmp_path, "Forger", NOW)

    with pytest.raises(LinkRefused, match="changed"):
        from_bytes(to_bytes(bundle, forger))


def test_a_forged_authority_is_known_by_its_fingerprint(
    bundle: Bundle, authority: Authority, tmp_path: Path
) -> None:
    forger = Authority.create(tmp_path, "Samut Prakan 110000", NOW)
    forged = dataclasses.replace(bundle, authority=forger.pem.decode())
    read = from_bytes(to_bytes(forged, forger))

    said = refusal(read, fingerprint=authority.fingerprint)

    assert "fingerprint" in said.en
    assert "ลายนิ้วมือ" in said.th


def test_an_invitation_of_another_tambon_is_refused(bundle: Bundle) -> None:
    said = refusal(bundle, site="110114")

    assert SITE in said.en
    assert "110114" in said.th


def test_an_expired_invitation_is_refused_and_the_clock_is_named(bundle: Bundle) -> None:
    said = refusal(bundle, now=bundle.expires_at)

    assert "expired" in said.en
    assert "clock" in said.en
    assert "หมดอายุ" in said.th


def test_a_clock_that_is_behind_is_told_of(bundle: Bundle) -> None:
    said = refusal(bundle, now=NOW - timedelta(days=1))

    assert "clock" in said.en
    assert "นาฬิกา" in said.th


def test_a_clock_a_few_minutes_behind_does_no_harm(bundle: Bundle) -> None:
    check(bundle, site=SITE, now=NOW - timedelta(minutes=5))


@given(st.binary(max_size=200))
def test_any_other_file_is_no_invitation(body: bytes) -> None:
    with pytest.raises(LinkRefused, match="no invitation"):
        from_bytes(body)


@given(data=st.data())
def test_a_damaged_file_is_refused_or_reads_the_same(
    data: st.DataObject, bundle: Bundle, file: bytes
) -> None:
    place = data.draw(st.integers(0, len(file) - 1))
    other = data.draw(st.integers(0, 255))

    assert_refused_or_same(file[:place] + bytes([other]) + file[place + 1 :], bundle)


def test_a_file_damaged_anywhere_in_its_certificate_is_refused(bundle: Bundle, file: bytes) -> None:
    begins = file.index(b"-----BEGIN CERTIFICATE")
    for place in range(begins, begins + 600):
        for other in b"A/z":
            damaged = file[:place] + bytes([other]) + file[place + 1 :]
            assert_refused_or_same(damaged, bundle)


def assert_refused_or_same(file: bytes, bundle: Bundle) -> None:
    try:
        read = from_bytes(file)
    except LinkRefused:
        return
    assert read == bundle


def test_a_file_of_any_size_is_read_to_its_limit_only() -> None:
    with pytest.raises(LinkRefused):
        from_bytes(b" " * (64 * 1024 + 1))
