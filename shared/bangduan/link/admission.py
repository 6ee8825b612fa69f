"""Whom the province's broker lets in: kept as the province's log says, whatever happened there.

Users of the link are told from others by their names: ``110113-<serial>`` for a certificate,
``110113-invitation-<serial>`` for an invitation. Others are left alone.
"""

from __future__ import annotations

import dataclasses
import logging
import re
from typing import TYPE_CHECKING, Final

from bangduan.link import provisioning
from bangduan.link.provisioning import Names

if TYPE_CHECKING:
    from collections.abc import Collection

    from bangduan.link.management import Management

_log = logging.getLogger(__name__)

_OURS: Final = re.compile(r"[0-9]{6}-(invitation-)?[0-9a-f]{16}")


@dataclasses.dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who may come in.

    Attributes:
        site: as which site.
        serial: of the certificate.
        invitation: id of the invitation, of which alone it is; None for a site's own.
    """

    site: str
    serial: str
    invitation: str | None = None

    @property
    def user(self) -> str:
        """The user's name at the broker, and the certificate's."""
        return certificate_name(self.site, self.serial, invitation=self.invitation is not None)


@dataclasses.dataclass(frozen=True, slots=True)
class Admission:
    """What was changed.

    Attributes:
        admitted, turned_away: names of users.
    """

    admitted: tuple[str, ...] = ()
    turned_away: tuple[str, ...] = ()


def certificate_name(site: str, serial: str, *, invitation: bool = False) -> str:
    """Whom a certificate names."""
    return f"{site}-invitation-{serial}" if invitation else f"{site}-{serial}"


def reconcile(
    broker: Management, province: str, sites: Collection[str], guests: Collection[Guest],
    *, thoroughly: bool = False,
) -> Admission:  # fmt: skip
    """Let in exactly these; whoever is there and should not be is sent away at once.

    Args:
        province: code of the province.
        sites: those that need a mailbox.
        guests: who may come in.
        thoroughly: set again what seems to be there, too.
    """
    wanted = {guest.user: guest for guest in guests}
    there = {name for name in broker.users() if _OURS.fullmatch(name)}
    away = sorted(there - set(wanted))
    for user in away:
        broker.delete_user(user)
        _log.warning("the broker lets %s in no longer", user)
    queues = broker.queues()
    if thoroughly or provisioning.ENROLMENT not in queues:
        provisioning.set_province(broker)
    for site in sites:
        names = Names(province, site)
        if thoroughly or names.answers not in queues:
            provisioning.set_mailbox(broker, names)
    new = sorted(user for user in wanted if thoroughly or user not in there)
    for user in new:
        _admit(broker, province, wanted[user])
        if user not in there:
            _log.info("the broker lets %s in", user)
    return Admission(tuple(user for user in new if user not in there), tuple(away))


def _admit(broker: Management, province: str, guest: Guest) -> None:
    names = Names(province, guest.site)
    if guest.invitation is None:
        provisioning.admit_certificate(broker, names, guest.user)
    else:
        provisioning.admit_invitation(broker, names, guest.user, guest.invitation)
