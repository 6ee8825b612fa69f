"""Commands of the province that touch or check more than one stream, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

#: Which command is carried out by which handler; the others are their aggregate's own.
HANDLERS: Final[Mapping[type, Callable[[Any, Any], object]]] = {}
