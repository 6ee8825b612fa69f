"""บัญชีผู้ใช้: the wiring, no logic."""

from __future__ import annotations

from typing import Final

from bangduan.service import Service
from services.accounts import demo
from services.accounts.api import API
from services.accounts.commands import HANDLERS
from services.accounts.domain.account import ACCOUNT
from services.accounts.domain.address import ADDRESS
from services.accounts.domain.name import NAME
from services.accounts.domain.session import SESSION
from services.accounts.domain.signing_key import SIGNING_KEY
from services.accounts.domain.token import TOKEN
from services.accounts.keys import signing_key
from services.accounts.pages import pages
from services.accounts.projections import ACCOUNTS

service: Final = Service(
    name="accounts",
    title=("บัญชีผู้ใช้", "Accounts"),
    aggregates=(ACCOUNT, SESSION, TOKEN, ADDRESS, NAME, SIGNING_KEY),
    handlers=HANDLERS,
    projections=(ACCOUNTS,),
    api=API,
    pages=pages,
    scope="everywhere",
    starting=signing_key,
    demonstrating=demo.make,
)
