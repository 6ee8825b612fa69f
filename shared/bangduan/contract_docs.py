"""The page of all events, written from the registry, so that it cannot disagree with it.

python -m bangduan.contract_docs > docs/events.md
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
import typing
from datetime import date, datetime
from functools import cache
from itertools import groupby
from types import UnionType
from typing import TYPE_CHECKING, Any, Final

from bangduan.events import Definition, load_contract, registry
from bangduan.events import types as scalar
from bangduan.events.schema import SCALARS

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE: Final = "bangduan.events."
_SCALAR: Final = re.compile(r"^#: (?P<meaning>.+)\n(?P<name>\w+) = NewType", re.MULTILINE)
_PLAIN: Final = {
    bool: "true or false",
    date: "date",
    datetime: "date and time",
    str: "text",
    int: "whole number",
}

_OPENING: Final = """\
# Events

Everything that happens at a site is recorded as an event and told to whoever listens. These are
all of them: {events} events of {services} services. The page is written from the code
(`python -m bangduan.contract_docs`); what it says is what is validated.

## On the wire

Each event travels as a [CloudEvent](https://cloudevents.io) 1.0 in JSON
(`application/cloudevents+json`). The same bytes come from `GET /<service>/api/v1/events`.

| attribute | what it is |
|---|---|
| `id` | the event's own id, a UUIDv7 |
| `source` | `/tambon/<six digits>/<service>` |
| `type` | its name below, with the version of its shape |
| `subject` | the stream it belongs to, as `person-<id>` |
| `time` | when it was recorded |
| `sequence` | its place among all events of the source; as text it sorts in their order |
| `predecessor` | id of the event before it from this source, absent for the first |
| `streamversion` | its number within its stream, from 1 |
| `correlationid`, `causationid` | what began the chain of causes; what caused this event |
| `actor` | an account's id or a policy's name, never a person's; absent from what leaves the site |
| `dataschema` | name of the JSON Schema of `data` |
| `data` | the fields below |

Readers ignore what they do not know. A field that may be absent may also be `null`. Days are
`YYYY-MM-DD` of the common era, money is whole satang (100 to the baht) in fields that end in
`_satang`, and ids are UUIDs. What is marked *personal* is encrypted with the key of the person it
tells of, from the log to the last reader; when that person is erased the key is destroyed, and
every copy reads *forgotten*.
"""


def contract() -> list[Definition]:
    """Every event of the contract, by service and in the order of the code."""
    load_contract()
    ours = [d for d in registry if d.cls.__module__.startswith(_PACKAGE)]
    return sorted(ours, key=lambda definition: (definition.service, definition.type))


def events_page() -> str:
    """The page, in Markdown."""
    events = contract()
    services = {definition.service for definition in events}
    lines = [_OPENING.format(events=len(events), services=len(services))]
    lines += _overview(events)
    for service, definitions in groupby(events, key=lambda d: d.service):
        lines += [f"## {service}", "", _summary(_doc(sys.modules[_PACKAGE + service])), ""]
        for definition in definitions:
            lines += _section(definition)
    lines += _values(events)
    return "\n".join(lines).rstrip() + "\n"


def _overview(events: list[Definition]) -> Iterator[str]:
    yield "## By service"
    yield ""
    for service, definitions in groupby(events, key=lambda d: d.service):
        names = [f"[{d.name}](#{_anchor(d)})" for d in definitions]
        yield f"**{service}** ({len(names)}): {' · '.join(names)}"
        yield ""


def _section(definition: Definition) -> Iterator[str]:
    yield f'### <a id="{_anchor(definition)}"></a>{definition.name}'
    yield ""
    yield f"`{definition.type}`"
    yield ""
    yield _doc(definition.cls)
    yield ""
    if definition.erases is not None:
        yield f"Ends what is known of the person in `{definition.erases}`."
        yield ""
    yield from _fields(definition.cls, definition.personal)


def _fields(cls: type, personal: dict[str, str]) -> Iterator[str]:
    hints = typing.get_type_hints(cls)
    yield "| field | type | |"
    yield "|---|---|---|"
    for field in dataclasses.fields(cls):
        remarks = []
        if field.name in personal:
            remarks.append(f"personal, of `{personal[field.name]}`")
        if type(None) in typing.get_args(hints[field.name]):
            remarks.append("may be absent")
        elif field.default is not dataclasses.MISSING:
            default = "none" if field.default == () else f"`{field.default}`".lower()
            remarks.append(f"{default} when absent")
        yield f"| `{field.name}` | {_type(hints[field.name])} | {'; '.join(remarks)} |"
    yield ""


def _values(events: list[Definition]) -> Iterator[str]:
    yield "## Values"
    yield ""
    yield "| type | meaning | JSON |"
    yield "|---|---|---|"
    for match in _SCALAR.finditer(inspect.getsource(scalar)):
        name = match["name"]
        _, schema = SCALARS[getattr(scalar, name)]
        shown = ", ".join(f"{key} {value}" for key, value in schema.items() if key != "type")
        rules = f"{schema['type']}: `{_cell(shown)}`" if shown else schema["type"]
        yield f'| <a id="{name.lower()}"></a>{name} | {_cell(match["meaning"])} | {rules} |'
    yield ""
    for cls in _parts(events):
        yield f'### <a id="{cls.__name__.lower()}"></a>{cls.__name__}'
        yield ""
        yield _doc(cls)
        yield ""
        yield from _fields(cls, {})


def _parts(events: list[Definition]) -> list[type]:
    """Dataclasses that stand within events, each once."""
    found: dict[type, None] = {}
    waiting = [definition.cls for definition in events]
    while waiting:
        for hint in typing.get_type_hints(waiting.pop()).values():
            for cls in _dataclasses_in(hint):
                if cls not in found:
                    found[cls] = None
                    waiting.append(cls)
    return sorted(found, key=lambda cls: cls.__name__)


def _dataclasses_in(hint: Any) -> Iterator[type]:
    if dataclasses.is_dataclass(hint):
        yield typing.cast("type", hint)
    for argument in typing.get_args(hint):
        yield from _dataclasses_in(argument)


@cache
def _type(hint: Any) -> str:
    if hint in _PLAIN:
        return _PLAIN[hint]
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return " \\| ".join(f"`{argument}`" for argument in arguments)
    if origin in (typing.Union, UnionType):
        return " or ".join(_type(part) for part in arguments if part is not type(None))
    if origin is tuple:
        return f"list of {_type(arguments[0])}"
    return f"[{hint.__name__}](#{hint.__name__.lower()})"


def _doc(described: Any) -> str:
    return inspect.cleandoc(described.__doc__ or "").replace("``", "`")


def _summary(doc: str) -> str:
    return doc.partition("\n\n")[0]


def _anchor(definition: Definition) -> str:
    return f"{definition.service}-{definition.name}".lower()


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(events_page())
