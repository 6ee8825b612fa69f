"""The authority: what it signs and for whom; what it never writes over."""

from __future__ import annotations

import re
import stat
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from bangduan.errors import ConfigurationError, LinkRefused
from bangduan.link.authority import Authority
from bangduan.link.keys import (
    holds,
    key_id,
    new_key,
    read_certificate,
    request_of,
    spoken,
    write_new,
)

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)
NAME = "110113-40000000000000aa"


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority.create(tmp_path / "authority", "Samut Prakan 110000", NOW)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_certificate_is_for_the_key_of_the_request_and_the_name_the_province_gives(
    authority: Authority,
) -> None:
    key = new_key()

    issued = read_certificate(authority.sign_request(request_of(key), NAME, NOW))

    assert issued.name == NAME
    assert issued.serial == "40000000000000aa"
    assert issued.key == key_id(key.public_key())
    assert issued.not_before < NOW < issued.not_after
    assert timedelta(days=397) == issued.not_after - NOW


def test_a_certificate_of_a_site_is_good_for_a_client_only(authority: Authority) -> None:
    pem = authority.sign_request(request_of(new_key()), NAME, NOW)
    certificate = x509.load_pem_x509_certificate(pem)

    certificate.verify_directly_issued_by(authority.certificate)
    usage = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert list(usage) == [ExtendedKeyUsageOID.CLIENT_AUTH]
    assert not constraints.ca


def test_the_brokers_certificate_has_every_name_it_is_reached_by(authority: Authority) -> None:
    folder = authority.server(["province.example", "192.0.2.7"], NOW)

    certificate = x509.load_pem_x509_certificate((folder / "server.pem").read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["province.example", "192.0.2.7"]
    assert [str(each) for each in names.get_values_for_type(x509.IPAddress)] == ["192.0.2.7"]
    assert (folder / "authority.pem").read_bytes() == authority.pem


def test_a_new_certificate_for_the_broker_keeps_the_former_beside_it(authority: Authority) -> None:
    folder = authority.server(["a.example"], NOW)
    before = (folder / "server.pem").read_bytes()

    authority.server(["b.example"], NOW + timedelta(days=1))

    kept = list(folder.glob("server.pem.until-*"))
    assert [path.read_bytes() for path in kept] == [before]
    assert (folder / "server.pem").read_bytes() != before


def test_an_authority_is_never_made_over_another(authority: Authority) -> None:
    before = (authority.folder / "authority-key.pem").read_bytes()

    with pytest.raises(ConfigurationError, match="there already"):
        Authority.create(authority.folder, "Another", NOW)

    assert (authority.folder / "authority-key.pem").read_bytes() == before


def test_keys_are_read_by_their_owner_only(authority: Authority) -> None:
    folder = authority.server(["a.example"], NOW)

    assert mode(authority.folder / "authority-key.pem") == 0o600
    assert mode(folder / "server-key.pem") == 0o640


def test_where_there_is_no_authority_it_is_said_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="bangduan province init"):
        Authority(tmp_path)


def test_a_damaged_authority_is_told_of(authority: Authority) -> None:
    (authority.folder / "authority-key.pem").write_text("no key")

    with pytest.raises(ConfigurationError, match="backup"):
        Authority(authority.folder)


@pytest.mark.parametrize("request_", [b"", b"no request", b"\xff\xfe"])
def test_what_is_no_request_is_refused(authority: Authority, request_: bytes) -> None:
    with pytest.raises(LinkRefused, match="no request"):
        authority.sign_request(request_, NAME, NOW)


def test_a_request_whose_signature_does_not_hold_is_refused(authority: Authority) -> None:
    whole = x509.load_pem_x509_csr(request_of(new_key())).public_bytes(serialization.Encoding.DER)
    broken = whole[:-1] + bytes([whole[-1] ^ 1])
    pem = x509.load_der_x509_csr(broken).public_bytes(serialization.Encoding.PEM)

    with pytest.raises(LinkRefused, match="signature"):
        authority.sign_request(pem, NAME, NOW)


@pytest.mark.parametrize("kind", ["rsa", "p384"])
def test_a_key_of_another_kind_is_refused(authority: Authority, kind: str) -> None:
    key = (
        rsa.generate_private_key(65537, 2048)
        if kind == "rsa"
        else ec.generate_private_key(ec.SECP384R1())
    )
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "site")])
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())

    with pytest.raises(LinkRefused, match="P-256"):
        authority.sign_request(request.public_bytes(serialization.Encoding.PEM), NAME, NOW)


def test_the_fingerprint_is_six_groups_of_five_digits(authority: Authority) -> None:
    assert re.fullmatch(r"\d{5}( \d{5}){5}", authority.fingerprint)
    assert authority.fingerprint == spoken(authority.certificate)


def test_a_signature_holds_for_what_was_signed_alone(authority: Authority) -> None:
    signature = authority.sign(b"this")

    assert holds(authority.certificate, signature, b"this")
    assert not holds(authority.certificate, signature, b"that")
    assert not holds(authority.certificate, b"", b"this")


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "file"
    write_new(file, b"first")

    with pytest.raises(ConfigurationError):
        write_new(file, b"second")

    assert file.read_bytes() == b"first"
    assert mode(file) == 0o600
