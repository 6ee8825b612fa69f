"""Kinds of organisation that the site knows before anybody defines one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from bangduan.errors import ConfigurationError
from bangduan.service import Service, installed
from services.membership.domain.registry import KINDS, Kind


@lru_cache(maxsize=1)
def known_kinds() -> Mapping[str, Kind]:
    """Those every centre knows, then those that installed services bring."""
    return kinds_with(installed().values())


def kinds_with(services: Iterable[Service]) -> Mapping[str, Kind]:
    """Those every centre knows and those of ``services``, in this order.

    Raises:
        ConfigurationError: a service brings a kind that is known already.
    """
    found = dict(KINDS)
    for service in services:
        for kind in service.organisation_kinds:
            if kind.kind in found:
                msg = f"service {service.name} brings the kind {kind.kind}, which is known already"
                raise ConfigurationError(msg)
            found[kind.kind] = kind
    return found
