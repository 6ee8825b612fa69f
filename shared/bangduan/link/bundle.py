"""What an officer hands to a site so that it can join: a file, good once and for a while.

It is signed with the authority's key over its canonical JSON. Since the authority's certificate
lies in it too, a signature alone shows only that nothing was changed; whose it is, the officer's
voice says: both read the authority's fingerprint.
"""

from __future__ import annotations

import base64
import dataclasses
import warnings
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import orjson
from cryptography import x509
from cryptography.utils import CryptographyDeprecationWarning

from bangduan import thai
from bangduan.errors import LinkRefused
from bangduan.link.keys import holds, spoken

if TYPE_CHECKING:
    from bangduan.link.authority import Authority

FORMAT: Final = "bangduan-invitation/1"
#: A clock that is behind by less than this is not remarked on.
_SLACK: Final = timedelta(minutes=10)
_LARGEST_BYTES: Final = 64 * 1024
#: What reading something else comes to; of ValueError are what JSON and base64 raise too.
_NOT_ONE: Final = (KeyError, TypeError, ValueError, AttributeError, CryptographyDeprecationWarning)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """An invitation as it travels.

    Attributes:
        province: its code.
        province_names: Thai, English.
        site: code of the site that is invited.
        host, port, vhost: the province's broker.
        authority: the authority's certificate, PEM.
        invitation: its id.
        made_at, expires_at: when it was made, until when it may be used.
        certificate, key: PEM; what lets one ask for a certificate, and nothing else.
    """

    province: str
    province_names: tuple[str, str]
    site: str
    host: str
    port: int
    vhost: str
    authority: str
    invitation: str
    made_at: datetime
    expires_at: datetime
    certificate: str
    key: str

    @property
    def fingerprint(self) -> str:
        """What the officer reads out."""
        return spoken(x509.load_pem_x509_certificate(self.authority.encode()))


def to_bytes(bundle: Bundle, authority: Authority) -> bytes:
    """The signed file."""
    content = _content(bundle)
    signature = base64.b64encode(authority.sign(_canonical(content))).decode()
    return orjson.dumps(
        {**content, "signature": signature}, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
    )


def from_bytes(body: bytes) -> Bundle:
    """Read a file and check its signature.

    Raises:
        LinkRefused: it is no invitation, or something in it was changed.
    """
    if len(body) > _LARGEST_BYTES:
        raise _unreadable()
    try:
        content = orjson.loads(body)
        if content.pop("format") != FORMAT:
            raise _unreadable()
        signature = base64.b64decode(content.pop("signature"), validate=True)
        bundle = _read(content)
        authority = _certificate(bundle.authority)
    except _NOT_ONE as error:
        raise _unreadable() from error
    if _content(bundle) != {"format": FORMAT, **content} or not holds(
        authority, signature, _canonical(_content(bundle))
    ):
        raise LinkRefused(
            "The invitation was changed after the province made it, or damaged on its way. "
            "Ask the province for it again.",
            "ไฟล์คำเชิญถูกแก้ไขหรือเสียหายระหว่างทาง โปรดขอไฟล์ใหม่จากจังหวัด",
        )
    return bundle


def _certificate(pem: str) -> x509.Certificate:
    """An authority's certificate; what is only just put up with is none that we have made."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", CryptographyDeprecationWarning)
        return x509.load_pem_x509_certificate(pem.encode())


def check(bundle: Bundle, *, site: str, now: datetime, fingerprint: str | None = None) -> None:
    """See that an invitation is for this site, by the province one thinks, and still good.

    Args:
        site: our code.
        now: our clock.
        fingerprint: what the officer read out; spaces and dashes do not count.

    Raises:
        LinkRefused: it is not, and why.
    """
    if bundle.site != site:
        raise LinkRefused(
            f"The invitation is for tambon {bundle.site}; this site is {site}. Ask the province "
            f"for one for {site}, or check BANGDUAN_TAMBON.",
            f"คำเชิญนี้เป็นของตำบลรหัส {bundle.site} แต่ระบบนี้คือ {site} "
            f"โปรดขอคำเชิญของ {site} จากจังหวัด หรือตรวจค่า BANGDUAN_TAMBON",
        )
    if fingerprint is not None and _digits(fingerprint) != _digits(bundle.fingerprint):
        raise LinkRefused(
            f"The fingerprint is not the province's: the file says {bundle.fingerprint}. Do not "
            "use it. Call the province on a number you know, and ask for a new invitation.",
            f"ลายนิ้วมือดิจิทัลไม่ตรงกับของจังหวัด: ในไฟล์คือ {bundle.fingerprint} "
            "ห้ามใช้ไฟล์นี้ โปรดโทรหาจังหวัดด้วยหมายเลขที่รู้จัก และขอคำเชิญใหม่",
        )
    if now < bundle.made_at - _SLACK:
        raise LinkRefused(
            f"The clock of this machine is wrong: it says {_when(now)}, and the invitation was "
            f"made {_when(bundle.made_at)}. Set the clock and try again.",
            f"นาฬิกาของเครื่องนี้ไม่ตรง: เครื่องบอก {_when_th(now)} แต่คำเชิญออกเมื่อ "
            f"{_when_th(bundle.made_at)} โปรดตั้งนาฬิกาแล้วลองใหม่",
        )
    if now >= bundle.expires_at:
        raise LinkRefused(
            f"The invitation expired {_when(bundle.expires_at)}. Ask the province for a new one. "
            f"(This machine says it is {_when(now)}; if that is wrong, set the clock.)",
            f"คำเชิญหมดอายุเมื่อ {_when_th(bundle.expires_at)} โปรดขอใหม่จากจังหวัด "
            f"(เครื่องนี้บอกว่าขณะนี้ {_when_th(now)} หากไม่ถูก โปรดตั้งนาฬิกา)",
        )


def _content(bundle: Bundle) -> dict[str, Any]:
    """All but the signature, as JSON has it."""
    return {
        "format": FORMAT,
        "province": bundle.province,
        "province_names": list(bundle.province_names),
        "site": bundle.site,
        "host": bundle.host,
        "port": bundle.port,
        "vhost": bundle.vhost,
        "authority": bundle.authority,
        "invitation": bundle.invitation,
        "made_at": bundle.made_at.isoformat(),
        "expires_at": bundle.expires_at.isoformat(),
        "certificate": bundle.certificate,
        "key": bundle.key,
    }


def _read(content: dict[str, Any]) -> Bundle:
    thai_name, english_name = content["province_names"]
    texts = {
        name: _text(content[name])
        for name in (
            "province", "site", "host", "vhost", "authority", "invitation", "certificate", "key",
        )
    }  # fmt: skip
    return Bundle(
        **texts,
        province_names=(_text(thai_name), _text(english_name)),
        port=int(content["port"]),
        made_at=_moment(content["made_at"]),
        expires_at=_moment(content["expires_at"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _moment(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return read


def _canonical(content: dict[str, Any]) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum()).translate(_THAI_DIGITS)


_THAI_DIGITS: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _when_th(moment: datetime) -> str:
    here = moment.astimezone()
    return f"{thai.short_date(here.date())} {here:%H:%M} น."


def _unreadable() -> LinkRefused:
    return LinkRefused(
        "This file is no invitation of a province, or of a newer version. Give the file that "
        "bangduan province enrol made, unchanged.",
        "ไฟล์นี้ไม่ใช่คำเชิญของจังหวัด หรือเป็นรุ่นใหม่กว่า โปรดใช้ไฟล์ที่ได้จาก bangduan province enrol โดยไม่แก้ไข",
    )
