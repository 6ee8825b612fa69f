"""Keys and certificates as they are made, read and kept.

Keys are ECDSA P-256, which every TLS of the last ten years takes. What is written is never
written over.
"""

from __future__ import annotations

import dataclasses
import hashlib
import os
import secrets
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bangduan.errors import ConfigurationError, LinkRefused

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_HASH: Final = hashes.SHA256()

Key = ec.EllipticCurvePrivateKey


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
    except (ValueError, UnsupportedAlgorithm) as error:
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
    try:
        public = authority.public_key()
    except (ValueError, UnsupportedAlgorithm):
        # a certificate that was damaged where its key stands
        return False
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


def load_key(pem: bytes) -> Key:
    """A private key as it is kept; ValueError for anything else."""
    key = serialization.load_pem_private_key(pem, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("its key is of another kind")  # noqa: TRY004 (as a damaged file raises)
    return key


def _no_request(why: str) -> LinkRefused:
    return LinkRefused(
        f"This is no request for a certificate: {why}. Ask again with bangduan join.",
        f"คำขอใบรับรองไม่ถูกต้อง: {why} โปรดขอใหม่ด้วย bangduan join",
    )
