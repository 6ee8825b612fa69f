"""The province's certificate authority: who may speak to its broker, and as whom.

Keys are ECDSA P-256, which every TLS of the last ten years takes. A certificate names one user
of the broker; a site's key is made at the site and never leaves it. What is written is never
written over.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import ipaddress
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from bangduan.errors import ConfigurationError, LinkRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

SITE_DAYS: Final = 397
SERVER_DAYS: Final = 5 * 365
AUTHORITY_DAYS: Final = 20 * 365
#: A clock that is behind by less than this still believes a new certificate.
_SLACK: Final = timedelta(hours=1)
_HASH: Final = hashes.SHA256()

Key = ec.EllipticCurvePrivateKey


@dataclasses.dataclass(frozen=True, slots=True)
class Identity:
    """A private key and its certificate, both PEM."""

    key: bytes
    certificate: bytes


@dataclasses.dataclass(frozen=True, slots=True)
class Issued:
    """What is known of a certificate.

    Attributes:
        name: whom it names; the user of the broker.
        serial: sixteen hexadecimal digits, the end of the name.
        fingerprint: SHA-256 of the certificate, hexadecimal.
        key: SHA-256 of its public key, hexadecimal.
        not_after: its last moment.
    """

    name: str
    serial: str
    fingerprint: str
    key: str
    not_before: datetime
    not_after: datetime


class Authority:
    """The authority whose files lie in a folder.

    ==========================  =======================================================
    ``authority-key.pem``       its key; leave it where nothing but the province reads it
    ``authority.pem``           its certificate
    ``broker/``                 what the broker needs, and all that it may read:
                                ``authority.pem``, ``server.pem``, ``server-key.pem``
    ==========================  =======================================================

    Args:
        folder: where they lie.

    Raises:
        ConfigurationError: there is none, or it cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self._key = _load_key((folder / "authority-key.pem").read_bytes())
            self.pem = (folder / "authority.pem").read_bytes()
            self.certificate = x509.load_pem_x509_certificate(self.pem)
        except FileNotFoundError:
            raise ConfigurationError(
                f"There is no certificate authority in {folder}. Make it once with "
                "bangduan province init, or say where it is with BANGDUAN_AUTHORITY.",
                f"ไม่พบศูนย์ออกใบรับรองที่ {folder} โปรดสร้างหนึ่งครั้งด้วย bangduan province init "
                "หรือระบุที่อยู่ด้วย BANGDUAN_AUTHORITY",
            ) from None
        except ValueError as error:
            raise ConfigurationError(
                f"The certificate authority in {folder} cannot be read ({error}). "
                "Bring its files back from a backup.",
                f"อ่านไฟล์ศูนย์ออกใบรับรองที่ {folder} ไม่ได้ ({error}) โปรดกู้คืนจากข้อมูลสำรอง",
            ) from error

    @classmethod
    def create(cls, folder: Path, name: str, now: datetime) -> Authority:
        """Make one in a folder that has none.

        Args:
            name: what it calls itself, as ``Samut Prakan 110000``.

        Raises:
            ConfigurationError: there is one already.
        """
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = new_key()
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Bang Duan"),
                x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
            ]
        )
        usage = _usage(signs_certificates=True)
        of_key = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        made = (
            _builder(
                subject, subject, key.public_key(), now, days=AUTHORITY_DAYS, serial=new_serial()
            )
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(of_key, critical=False)
            .sign(key, _HASH)
        )
        write_new(folder / "authority-key.pem", key_pem(key))
        write_new(folder / "authority.pem", _certificate_pem(made), mode=0o644)
        return cls(folder)

    @property
    def fingerprint(self) -> str:
        """What an officer reads out, so that a site knows whose bundle it has."""
        return spoken(self.certificate)

    def server(self, names: Sequence[str], now: datetime) -> Path:
        """A certificate for the province's broker, in ``broker/``; a former one is kept beside.

        Args:
            names: host names and addresses by which sites reach it.

        Returns:
            The folder the broker reads.
        """
        folder = self.folder / "broker"
        folder.mkdir(exist_ok=True, mode=0o750)
        key = new_key()
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
        alternatives = x509.SubjectAlternativeName([_alternative(name) for name in names])
        made = self._signed(
            _builder(subject, self.certificate.subject, key.public_key(), now, days=SERVER_DAYS)
            .add_extension(alternatives, critical=False),
            key.public_key(),
            ExtendedKeyUsageOID.SERVER_AUTH,
        )  # fmt: skip
        for name in ("server-key.pem", "server.pem"):
            with contextlib.suppress(FileNotFoundError):
                (folder / name).rename(folder / f"{name}.until-{now:%Y%m%dT%H%M%S}")
        write_shared(folder / "server-key.pem", key_pem(key))
        write_shared(folder / "server.pem", _certificate_pem(made))
        if not (folder / "authority.pem").exists():
            write_shared(folder / "authority.pem", self.pem)
        return folder

    def sign_request(
        self, request: bytes, name: str, now: datetime, *, days: int = SITE_DAYS
    ) -> bytes:
        """The certificate, PEM, for a request's key.

        Nothing but the key is taken from the request: ``name`` is what the province says.

        Args:
            request: a certificate signing request, PEM.
            name: ``<tambon>-<serial>``; the serial is the certificate's.

        Raises:
            LinkRefused: it is none, its signature does not hold, or its key is of another kind.
        """
        public = public_key_of(request)
        serial = int(name.rpartition("-")[2], 16)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        builder = _builder(subject, self.certificate.subject, public, now, days=days, serial=serial)
        return _certificate_pem(
            self._signed(builder, public, ExtendedKeyUsageOID.CLIENT_AUTH),
        )

    def identity(self, name: str, now: datetime, *, days: int) -> Identity:
        """A key and its certificate, made here: of an invitation only, never of a site."""
        key = new_key()
        return Identity(
            key_pem(key), self.sign_request(request_of(key), name, now, days=days)
        )  # fmt: skip

    def sign(self, content: bytes) -> bytes:
        """The authority's signature of ``content`` (ECDSA, SHA-256, DER)."""
        return self._key.sign(content, ec.ECDSA(_HASH))

    def _signed(
        self,
        builder: x509.CertificateBuilder,
        public: ec.EllipticCurvePublicKey,
        purpose: x509.ObjectIdentifier,
    ) -> x509.Certificate:
        own = self._key.public_key()
        return (
            builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(own), critical=False
            )
            .sign(self._key, _HASH)
        )  # fmt: skip


def new_key() -> Key:
    """A new private key."""
    return ec.generate_private_key(ec.SECP256R1())


def new_serial() -> int:
    """A random serial number of at most sixteen hexadecimal digits."""
    return secrets.randbits(62) | 1 << 62


def key_pem(key: Key) -> bytes:
    """A private key as it is kept."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def request_of(key: Key) -> bytes:
    """A certificate signing request for a key, PEM; who it is for, the province says."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "site")])
    request = x509.CertificateSigningRequestBuilder().subject_name(subject).sign(key, _HASH)
    return request.public_bytes(serialization.Encoding.PEM)


def public_key_of(request: bytes) -> ec.EllipticCurvePublicKey:
    """The key of a certificate signing request whose signature holds.

    Raises:
        LinkRefused: it is none, or its key is not of our kind.
    """
    try:
        read = x509.load_pem_x509_csr(request)
        valid = read.is_signature_valid
        public = read.public_key()
    except (ValueError, TypeError) as error:
        raise _no_request(repr(error)) from error
    if not valid:
        raise _no_request("its signature does not hold")
    if not isinstance(public, ec.EllipticCurvePublicKey) or public.curve.name != "secp256r1":
        raise _no_request("its key is not ECDSA P-256")
    return public


def key_id(public: ec.EllipticCurvePublicKey) -> str:
    """SHA-256 of a public key, hexadecimal: which key a certificate is for."""
    return hashlib.sha256(
        public.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    ).hexdigest()


def read_certificate(pem: bytes) -> Issued:
    """What a certificate says.

    Raises:
        LinkRefused: it is none of ours.
    """
    try:
        certificate = x509.load_pem_x509_certificate(pem)
        [name] = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        public = certificate.public_key()
    except ValueError as error:
        raise LinkRefused(
            f"This is no certificate: {error}.", f"ไม่ใช่ใบรับรองที่ถูกต้อง: {error}"
        ) from error
    if not isinstance(public, ec.EllipticCurvePublicKey):
        raise LinkRefused("The certificate's key is of another kind.", "กุญแจของใบรับรองไม่ถูกประเภท")
    return Issued(
        name=str(name.value),
        serial=f"{certificate.serial_number:016x}",
        fingerprint=certificate.fingerprint(_HASH).hex(),
        key=key_id(public),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
    )


def spoken(certificate: x509.Certificate) -> str:
    """A certificate's fingerprint to be read out on the telephone: six groups of five digits."""
    number = int.from_bytes(certificate.fingerprint(_HASH), "big") % 10**30
    digits = f"{number:030d}"
    return " ".join(digits[place : place + 5] for place in range(0, 30, 5))


def holds(authority: x509.Certificate, signature: bytes, content: bytes) -> bool:
    """True when the authority of this certificate signed ``content``."""
    public = authority.public_key()
    if not isinstance(public, ec.EllipticCurvePublicKey):
        return False
    try:
        public.verify(signature, content, ec.ECDSA(_HASH))
    except InvalidSignature:
        return False
    return True


def write_new(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write a file that is not there yet, readable by its owner; by others as ``mode`` says.

    Raises:
        ConfigurationError: there is such a file; it is left as it is.
    """
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise ConfigurationError(
            f"{path} is there already, and may be in use. Nothing was written.",
            f"มีไฟล์ {path} อยู่แล้วและอาจใช้งานอยู่ จึงไม่ได้เขียนทับ",
        ) from None
    with os.fdopen(file, "wb") as opened:
        os.fchmod(opened.fileno(), mode)
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def write_shared(path: Path, content: bytes) -> None:
    """Write a new file that the group of its folder may read too: that is the broker's.

    Raises:
        ConfigurationError: there is such a file.
    """
    write_new(path, content, mode=0o640)
    group = path.parent.stat().st_gid
    if path.stat().st_gid != group:
        os.chown(path, -1, group)


def _load_key(pem: bytes) -> Key:
    key = serialization.load_pem_private_key(pem, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("its key is of another kind")  # noqa: TRY004 (as a damaged file raises)
    return key


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    now: datetime,
    *,
    days: int,
    serial: int | None = None,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(serial or new_serial())
        .not_valid_before(now - _SLACK)
        .not_valid_after(now + timedelta(days=days))
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _certificate_pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _no_request(why: str) -> LinkRefused:
    return LinkRefused(
        f"This is no request for a certificate: {why}. Ask again with bangduan join.",
        f"คำขอใบรับรองไม่ถูกต้อง: {why} โปรดขอใหม่ด้วย bangduan join",
    )
