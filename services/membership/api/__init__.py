"""JSON resources: who belongs to what. Each module declares a part of them."""

from __future__ import annotations

from services.membership.api import (
    certificates,
    duties,
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
    "imports",
    "organisations",
    "partners",
    "privacy",
    "register",
    "seats",
]
