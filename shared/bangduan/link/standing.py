"""A site's half of the link as it lies in a folder: whom it is joined to, and as whom.

==========================  ===========================================================
``link.json``               the province, its broker, the certificate in use
``authority.pem``           whom we believe
``key-SERIAL.pem``          a private key, made here
``certificate-SERIAL.pem``  what the province gave for it
``asking-key.pem``          the key of a request that is not answered yet
==========================  ===========================================================

The site's broker reads the folder too: the folder's group may read the keys, nobody else.
"""

from __future__ import annotations

import contextlib
import dataclasses
from datetime import datetime
from typing import TYPE_CHECKING, Final

import orjson
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bangduan.errors import ConfigurationError
from bangduan.link.keys import (
    Issued,
    Key,
    key_id,
    key_pem,
    new_key,
    read_certificate,
    write_new,
    write_shared,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bangduan.link.bundle import Bundle

_RECORD: Final = "link.json"
_ASKING: Final = "asking-key.pem"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whom a site is joined to.

    Attributes:
        invitation: by which it joined.
        serial: of the certificate in use.
        not_before, not_after: between which the certificate is good.
        joined_at: when it first had a certificate.
    """

    province: str
    province_names: tuple[str, str]
    site: str
    host: str
    port: int
    vhost: str
    invitation: str
    serial: str
    not_before: datetime
    not_after: datetime
    joined_at: datetime

    def renewal_is_due(self, now: datetime) -> bool:
        """True when a third of the certificate's life, or less, is left."""
        life = self.not_after - self.not_before
        return now >= self.not_after - life / 3


class Folder:
    """The folder itself.

    Args:
        path: where it is; made when something is first written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def authority(self) -> Path:
        """The authority's certificate."""
        return self.path / "authority.pem"

    def certificate(self, serial: str) -> Path:
        """A certificate of ours."""
        return self.path / f"certificate-{serial}.pem"

    def key(self, serial: str) -> Path:
        """The key of a certificate of ours."""
        return self.path / f"key-{serial}.pem"

    def read(self) -> Standing | None:
        """Whom the site is joined to; None when to nobody.

        Raises:
            ConfigurationError: what is there cannot be read.
        """
        try:
            record = orjson.loads((self.path / _RECORD).read_bytes())
            thai, english = record.pop("province_names")
            for name in ("not_before", "not_after", "joined_at"):
                record[name] = datetime.fromisoformat(record[name])
            return Standing(province_names=(thai, english), **record)
        except FileNotFoundError:
            return None
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
            raise ConfigurationError(
                f"{self.path / _RECORD} cannot be read ({error!r}). Bring it back from a backup, "
                "or ask the province for a new invitation and join again with --anew.",
                f"อ่าน {self.path / _RECORD} ไม่ได้ ({error!r}) โปรดกู้คืนจากข้อมูลสำรอง "
                "หรือขอคำเชิญใหม่จากจังหวัดแล้วเข้าร่วมอีกครั้งด้วย --anew",
            ) from error

    def require(self) -> Standing:
        """Whom the site is joined to.

        Raises:
            ConfigurationError: to nobody.
        """
        standing = self.read()
        if standing is None:
            raise ConfigurationError(
                f"This site is not joined to a province ({self.path} is empty). Ask the province "
                "for an invitation, then bangduan join FILE.",
                f"ระบบนี้ยังไม่ได้เข้าร่วมกับจังหวัด ({self.path} ว่าง) "
                "โปรดขอคำเชิญจากจังหวัด แล้วใช้ bangduan join ไฟล์",
            )
        return standing

    def asking_key(self) -> Key:
        """The key that a certificate is being asked for: the same until there is an answer."""
        self._make()
        path = self.path / _ASKING
        if not path.exists():
            write_new(path, key_pem(new_key()))
        key = serialization.load_pem_private_key(path.read_bytes(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ConfigurationError(
                f"{path} is no key of ours. Remove it and try again.",
                f"{path} ไม่ใช่กุญแจของระบบ โปรดลบแล้วลองใหม่",
            )
        return key

    def accept(self, certificate: bytes) -> Issued:
        """Keep a certificate together with the key it was asked for."""
        issued = read_certificate(certificate)
        key = self.asking_key()
        if issued.key != key_id(key.public_key()):
            raise ConfigurationError(
                "The province's certificate is for another key. Try again.",
                "ใบรับรองจากจังหวัดไม่ตรงกับกุญแจของระบบนี้ โปรดลองใหม่",
            )
        if not self.key(issued.serial).exists():
            write_shared(self.key(issued.serial), key_pem(key))
        if not self.certificate(issued.serial).exists():
            write_shared(self.certificate(issued.serial), certificate)
        (self.path / _ASKING).unlink()
        return issued

    def believe(self, authority: str) -> None:
        """Keep the authority's certificate; another province's is replaced."""
        self._make()
        if self.authority.exists():
            if self.authority.read_text() == authority:
                return
            self.authority.unlink()
        write_shared(self.authority, authority.encode())

    def record(self, standing: Standing) -> None:
        """Write down whom the site is joined to, all at once."""
        unfinished = self.path / f"{_RECORD}.part"
        with contextlib.suppress(FileNotFoundError):
            unfinished.unlink()
        write_new(
            unfinished,
            orjson.dumps(dataclasses.asdict(standing), option=orjson.OPT_INDENT_2),
        )
        unfinished.replace(self.path / _RECORD)

    @contextlib.contextmanager
    def invitation(self, bundle: Bundle) -> Iterator[tuple[Path, Path]]:
        """An invitation's certificate and key as files, while the block lasts."""
        self._make()
        certificate, key = self.path / "invitation.pem", self.path / "invitation-key.pem"
        for path in (certificate, key):
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
        try:
            write_new(certificate, bundle.certificate.encode())
            write_new(key, bundle.key.encode())
            yield certificate, key
        finally:
            for path in (certificate, key):
                with contextlib.suppress(FileNotFoundError):
                    path.unlink()

    def _make(self) -> None:
        if not self.path.exists():
            self.path.mkdir(parents=True, mode=0o750)
