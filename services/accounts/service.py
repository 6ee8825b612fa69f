"""บัญชีผู้ใช้: the wiring, no logic."""

from __future__ import annotations

from typing import Final

from bangduan.service import Service

service: Final = Service(name="accounts", title=("บัญชีผู้ใช้", "Accounts"))
