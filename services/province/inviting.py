"""An invitation for a site: put on record, and written as the signed file that the site joins with.

What decides what may be is ``domain/site``; here it meets the certificate authority.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from uuid6 import uuid7

from bangduan import thai
from bangduan.errors import ConfigurationError, LinkRefused
from bangduan.events.types import EntityId, Line, TambonCode
from bangduan.link import bundle as bundles
from bangduan.link.admission import certificate_name
from bangduan.link.authority import Authority
from bangduan.link.bundle import Bundle
from bangduan.link.keys import new_serial
from services.province.domain.site import InviteSite, RegisterSite
from services.province.projections.enrolment import registered_sites

if TYPE_CHECKING:
    from bangduan.application import Application
    from bangduan.settings import Settings
    from bangduan.unit_of_work import Context

LONGEST_DAYS: Final = 60


def register(application: Application, code: str, context: Context) -> bool:
    """Put a site on record under its code, once; True when it was not there.

    Raises:
        LinkRefused: there is no such sub-district in this province.
    """
    place = thai.place_of(code)
    if place is None or code[:2] != application.tambon[:2]:
        raise LinkRefused(
            f"{code} is no sub-district of province {application.tambon}. Give six digits, as "
            f"{application.tambon[:2]}0113.",
            f"{code} ไม่ใช่รหัสตำบลของจังหวัด {application.tambon} "
            f"โปรดระบุหกหลัก เช่น {application.tambon[:2]}0113",
        )
    if code in registered_sites(application.reader):
        return False
    command = RegisterSite(
        tambon=TambonCode(code), thai=Line(place.tambon[0]), english=Line(place.tambon[1])
    )
    application.execute(command, context=context)
    return True


def invite(
    application: Application, code: str, *, days: int, address: str, context: Context
) -> tuple[Bundle, bytes]:
    """Invite a site that is on record; the invitation, and the file to hand over.

    Args:
        days: how long it may be used.
        address: ``host:port`` of the province's broker, as the site reaches it.

    Raises:
        ConfigurationError: there is no authority, or no address.
        DomainError: the site may not be invited.
    """
    settings = application.settings
    authority = Authority(settings.authority_path)
    host, port = parted(address or settings.broker_address)
    now = datetime.now(UTC).replace(microsecond=0)
    serial = f"{new_serial():016x}"
    identity = authority.identity(certificate_name(code, serial, invitation=True), now, days=days)
    made = Bundle(
        province=application.tambon,
        province_names=names_of(application.tambon),
        site=code,
        host=host,
        port=port,
        vhost="/",
        authority=authority.pem.decode(),
        invitation=str(uuid7()),
        made_at=now,
        expires_at=now + timedelta(days=days),
        certificate=identity.certificate.decode(),
        key=identity.key.decode(),
    )
    command = InviteSite(
        tambon=TambonCode(code),
        invitation_id=EntityId(made.invitation),
        serial=Line(serial),
        expires_at=made.expires_at,
    )
    application.execute(command, context=context)
    return made, bundles.to_bytes(made, authority)


def parted(address: str) -> tuple[str, int]:
    """Host and port of ``host:port``; 5671 where no port is given.

    Raises:
        ConfigurationError: it is no such thing.
    """
    host, colon, port = address.rpartition(":")
    if not colon:
        host, port = address, "5671"
    host = host.strip("[]")
    if not host or not port.isdigit():
        raise ConfigurationError(
            f"{address!r} is no address of the province's broker. Give HOST:PORT, by which sites "
            "reach it, with --address or BANGDUAN_BROKER_ADDRESS.",
            f"{address!r} ไม่ใช่ที่อยู่โบรกเกอร์ของจังหวัด โปรดระบุ เครื่อง:พอร์ต ที่ตำบลติดต่อได้ "
            "ด้วย --address หรือ BANGDUAN_BROKER_ADDRESS",
        )
    return host, int(port)


def names_of(province: str) -> tuple[str, str]:
    """A province's names in Thai and English; its code where it is not known."""
    import geothai  # noqa: PLC0415 (brings the whole country, which only an invitation needs)

    found = geothai.province(province[:2])
    return (province, province) if found is None else (found.name_th, found.name_en)


def province_settings(settings: Settings) -> Settings:
    """Settings of the province itself, also where those of its site are given.

    Beside an embedded site its province lies in a folder of the site's.
    """
    import dataclasses  # noqa: PLC0415 (help stays instant)

    if settings.scope == "province":
        return settings
    beside = settings.data / "province"
    return dataclasses.replace(
        settings,
        tambon=settings.tambon[:2] + "0000",
        data=beside if settings.is_embedded and beside.exists() else settings.data,
    )
