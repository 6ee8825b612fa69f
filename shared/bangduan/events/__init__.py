"""The contract: what services tell each other, defined once.

One module per publishing service holds its events; ``definition`` says how an event is
made, ``types`` what a field may be, ``schema`` derives validation and JSON Schema, ``codec``
reads and writes, ``envelope`` is the CloudEvent around it.
"""

from bangduan.events.definition import (
    FORGOTTEN,
    Definition,
    Forgotten,
    event,
    load_contract,
    personal,
    registry,
    upcaster,
)

__all__ = [
    "FORGOTTEN",
    "Definition",
    "Forgotten",
    "event",
    "load_contract",
    "personal",
    "registry",
    "upcaster",
]
