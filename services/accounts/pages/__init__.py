"""Pages of the accounts service: signing in, one's own account, looking after all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bangduan.web import layout
from services.accounts.pages import administration, door, own

if TYPE_CHECKING:
    from flask import Blueprint

    from bangduan.web.app import Web


def pages(web: Web) -> Blueprint:
    """All of them."""
    blueprint = layout.blueprint("accounts", "services.accounts")
    for part in (door, own, administration):
        part.add(blueprint, web)
    return blueprint
