"""Can anybody sign in? Until the first account is opened everything that is not public is shut."""

from __future__ import annotations

from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final

from bangduan.access import SOURCE
from bangduan.diagnosis.findings import fine, wrong
from bangduan.events.accounts import AccountOpened
from bangduan.events.definition import registry
from bangduan.store import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bangduan.diagnosis.findings import Finding
    from bangduan.places import Place

_CHECK: Final = "accounts"


def look_at_accounts(places: Sequence[Place]) -> Iterator[Finding]:
    """Whether there is an account, at the site and at a province beside it.

    Nothing where accounts has not been started yet.
    """
    opened = registry.of(AccountOpened).type
    for place in places:
        if place.service.name != SOURCE:
            continue
        with suppress(StoreUnavailable):  # its database was looked at before
            database = place.open()
            if database is None:
                continue
            with closing(database):
                sql = f"SELECT count(*) FROM events WHERE type = {database.placeholder}"  # noqa: S608
                ((number,),) = database.rows(sql, (opened,))
            yield _there_are(place, int(number))


def _there_are(place: Place, number: int) -> Finding:
    at = "--province " if place.beside else ""
    if number:
        return fine(
            _CHECK, place.name, th=f"มีบัญชีผู้ใช้ {number} บัญชี",
            en=f"{number} accounts were opened",
        )  # fmt: skip
    return wrong(
        _CHECK,
        place.name,
        th="ยังไม่มีบัญชีผู้ใช้ จึงยังไม่มีใครเข้าสู่ระบบได้",
        en="there is no account yet, so nobody can sign in",
        do_th=f"เปิด /accounts/set-up ในเบราว์เซอร์ หรือใช้ bangduan accounts {at}open "
        "ADMIN --name ชื่อ --role administrator",
        do_en=f"Open /accounts/set-up in a browser, or run bangduan accounts {at}open "
        "ADMIN --name NAME --role administrator",
    )
