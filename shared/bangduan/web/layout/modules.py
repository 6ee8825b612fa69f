"""Scripts that are made of parts, and what a service's own pages look like, by their version.

The library's lie in ``static/outbox/`` here and at ``/assets/outbox/``; a service's in ``static/``
of its package and at ``/<service>/assets/``. Each names the version of the others it stands on, so
that a browser keeps them for good and asks only once.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

_OUTBOX: Final = Path(__file__).parent / "static" / "outbox"
_KINDS: Final = (".js", ".css")
_BESIDE: Final = re.compile(rb'(from "\./[\w-]+\.js)"')
_SHARED: Final = re.compile(rb'(from "/assets/outbox/[\w-]+\.js)"')


@dataclasses.dataclass(frozen=True, slots=True)
class Modules:
    """Files of one place.

    Attributes:
        version: changes with each of them, and with what they stand on.
        files: what is sent, by name.
    """

    version: str
    files: Mapping[str, bytes]


@lru_cache(maxsize=1)
def shared() -> Modules:
    """The library's."""
    return _versioned(_read(_OUTBOX), b"")


@lru_cache(maxsize=16)
def own(package: str) -> Modules:
    """A service's; none for one without a folder ``static``."""
    folder = resources.files(package) / "static"
    found = _read(folder) if folder.is_dir() else {}
    return _versioned(found, shared().version.encode())


def _read(folder: Traversable) -> dict[str, bytes]:
    files = sorted((f for f in folder.iterdir() if f.name.endswith(_KINDS)), key=lambda f: f.name)
    return {file.name: file.read_bytes() for file in files}


def _versioned(found: Mapping[str, bytes], below: bytes) -> Modules:
    version = hashlib.sha256(b"\0".join((below, *found.values()))).hexdigest()[:8]
    named = {
        name: _SHARED.sub(rb'\1?v=%s"' % below, _BESIDE.sub(rb'\1?v=%s"' % version.encode(), text))
        for name, text in found.items()
    }
    return Modules(version, named)
