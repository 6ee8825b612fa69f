"""Who may look after accounts; what is one's own is ``OWN`` of the library."""

from __future__ import annotations

from typing import Final

from bangduan.permissions import Permission, changes, sees

ADMINISTER: Final = changes(
    "accounts", "administer", "administrator", en="Look after accounts", th="จัดการบัญชีผู้ใช้"
)
SEE: Final = sees(
    "accounts", "see", "administrator",
    en="See accounts and what was done with them", th="ดูบัญชีผู้ใช้และประวัติการใช้งาน",
)  # fmt: skip
#: For everybody who is signed in: to look at one's own account, also with a token that only reads.
SEE_OWN: Final = Permission(
    "accounts.see-own", frozenset(), "See one's own account", "ดูบัญชีของตนเอง", personal=True
)
