"""What may be done with a consent and an erasure as they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from services.membership.domain.consent import WithdrawConsent
from services.membership.domain.erasure import CallOffErasure

Row = Mapping[str, Any]


def with_consent(consent: Row) -> Collection[type]:
    """It may be withdrawn, also when it has expired, until it is."""
    return () if consent["withdrawn"] else (WithdrawConsent,)


def with_a_consent(record: Row, consent: Row) -> Collection[type]:
    """As ``with_consent``, on a person's page."""
    return with_consent(consent)


def with_erasure(erasure: Row) -> Collection[type]:
    """One that waits may be called off."""
    return (CallOffErasure,) if erasure["status"] == "deferred" else ()
