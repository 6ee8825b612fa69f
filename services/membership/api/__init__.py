"""JSON resources: who belongs to what. Each module declares a part of them."""

from __future__ import annotations

from services.membership.api import (
    certificates,
    duties,
    households,
    imports,
    organisations,
    partners,
    privacy,
    register,
    seats,
)
from services.membership.api.base import API

__all__ = [
    "API",
    "certificates",
    "duties",
    "households",
    "imports",
    "organisations",
    "partners",
    "privacy",
    "register",
    "seats",
]
