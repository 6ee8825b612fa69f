"""What a broker holds before any service connects: exchanges, queues, and a user for each service.

RabbitMQ takes it at start (``load_definitions``) or later (``rabbitmqctl import_definitions``).
With it, a service can read only its own queues, publish only under its own name, answer only its
own subscribers, ask only the sources it follows, and make or remove nothing. What remains: it can
fill the queues of those it answers, and ask its sources for replays without end.

The province's own service follows sites that come and go, so it makes its own queues.
"""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
import secrets
from typing import TYPE_CHECKING, Any, Final

from kombu import Queue

from bangduan.messaging.topology import (
    ANSWERS,
    EVENTS,
    REPLAYS,
    UNDELIVERABLE,
    replay_queue,
    subscriber_queue,
    undeliverable_queue,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kombu import Exchange

    from bangduan.service import Service
    from bangduan.settings import Settings

#: Who may do everything: what sets the link up, and people who look.
ADMINISTRATOR: Final = "admin"
#: Who may look at how the broker is, and touch nothing.
WATCHER: Final = "watcher"

_NOTHING: Final = "^$"
_TAGS: Final = {ADMINISTRATOR: ["administrator"], WATCHER: ["monitoring"]}
_EXCHANGES: Final = (EVENTS, ANSWERS, REPLAYS, UNDELIVERABLE)
_PUBLISHED_TO: Final = (EVENTS, ANSWERS, REPLAYS)
_SALT_BYTES: Final = 4
_ANY_TAMBON: Final = "[0-9]{6}"
#: Nobody's code: what a service follows of it, it follows of every site that comes.
_SOME_TAMBON: Final = "999999"


@dataclasses.dataclass(frozen=True, slots=True)
class Stack:
    """The services of a site, or of a province.

    Attributes:
        settings: ``tambon``, and for a province ``sites``.
        services: those that run there.
    """

    settings: Settings
    services: Sequence[Service]


def user_name(tambon: str, service: str) -> str:
    """The broker's user of a service: ``110113.funds``."""
    return f"{tambon}.{service}"


def definitions(
    stacks: Iterable[Stack], passwords: Mapping[str, str], vhost: str = "/"
) -> dict[str, Any]:
    """Everything, in the form that RabbitMQ imports.

    Args:
        stacks: what shares the broker.
        passwords: by the name of the user; one without is left out, but for its queues.
        vhost: the virtual host that all of it is in.
    """
    chosen = [(stack.settings, service) for stack in stacks for service in stack.services]
    queues = [undeliverable_queue(), *(q for pair in chosen for q in _queues(*pair))]
    rights = [_Rights.of(*pair) for pair in chosen]
    rights = [each for each in rights if each.user in passwords]
    known = [ADMINISTRATOR, WATCHER, *(each.user for each in rights)]
    may = [right.permission() for right in rights]
    if ADMINISTRATOR in passwords:
        may.append({"user": ADMINISTRATOR, "configure": ".*", "write": ".*", "read": ".*"})
    if WATCHER in passwords:
        may.append({"user": WATCHER, "configure": _NOTHING, "write": _NOTHING, "read": _NOTHING})
    inside = {
        "permissions": may,
        "topic_permissions": [each for right in rights for each in right.topic_permissions()],
        "exchanges": [_exchange(each) for each in _EXCHANGES],
        "queues": [_queue(each) for each in queues],
        "bindings": [bound for each in queues for bound in _bindings(each)],
    }
    return {
        "vhosts": [{"name": vhost}],
        "users": [_user(name, passwords[name]) for name in known if name in passwords],
        **{what: [{"vhost": vhost, **each} for each in every] for what, every in inside.items()},
    }


@dataclasses.dataclass(frozen=True, slots=True)
class _Rights:
    """What one service may do.

    Attributes:
        user: its user.
        own: pattern of its own routing key, without ends.
        sources: patterns of the sources it follows.
        makes_queues: whether it makes its queues itself.
    """

    user: str
    own: str
    sources: tuple[str, ...]
    makes_queues: bool

    @classmethod
    def of(cls, settings: Settings, service: Service) -> _Rights:
        sources = {rf"{code}\.{re.escape(name)}" for code, name in service.sources_at(settings)}
        some = dataclasses.replace(settings, sites=(_SOME_TAMBON,))
        followed = service.sources_at(some)
        coming = {rf"{_ANY_TAMBON}\.{re.escape(n)}" for code, n in followed if code == _SOME_TAMBON}
        user = user_name(settings.tambon, service.name)
        return cls(user, re.escape(user), tuple(sorted(sources | coming)), bool(coming))

    def permission(self) -> dict[str, str]:
        """What it may do with queues and exchanges."""
        queues = rf"{self.own}\.(from\..+|replays)"
        if self.makes_queues:
            # to declare is to configure; to bind is to read the one and write the other
            made = f"^({queues}|{_any_of(_EXCHANGES)})$"
            return {"user": self.user, "configure": made, "write": made, "read": made}
        return {
            "user": self.user,
            "configure": _NOTHING,
            "write": f"^({_any_of(_PUBLISHED_TO)})$",
            "read": f"^{queues}$",
        }

    def topic_permissions(self) -> Iterator[dict[str, str]]:
        """Under which keys it may publish, and bind what it makes; all else is forbidden."""
        followed = "|".join(self.sources)
        makes = self.makes_queues
        written = {
            EVENTS: rf"^{self.own}\.",
            ANSWERS: rf"^{_ANY_TAMBON}\.[^.]+\.from\.{self.own}$",
            REPLAYS: f"^({followed})$" if followed else _NOTHING,
        }
        bound = {
            EVENTS: rf"^({followed})\.#$",
            ANSWERS: rf"^{self.own}\.from\.",
            REPLAYS: f"^{self.own}$",
        }
        for exchange, write in written.items():
            yield {
                "user": self.user,
                "exchange": exchange.name,
                "write": write,
                "read": bound[exchange] if makes else _NOTHING,
            }


def _queues(settings: Settings, service: Service) -> list[Queue]:
    tambon = settings.tambon
    followed = service.sources_at(settings)
    return [
        replay_queue(tambon, service.name),
        *(subscriber_queue(tambon, service.name, code, source) for code, source in followed),
    ]


def _user(name: str, password: str) -> dict[str, Any]:
    salt = secrets.token_bytes(_SALT_BYTES)
    digest = hashlib.sha256(salt + password.encode()).digest()
    return {
        "name": name,
        "password_hash": base64.b64encode(salt + digest).decode(),
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": _TAGS.get(name, []),
    }


def _exchange(exchange: Exchange) -> dict[str, Any]:
    return {
        "name": exchange.name,
        "type": exchange.type,
        "durable": True,
        "auto_delete": False,
        "internal": False,
        "arguments": {},
    }


def _queue(queue: Any) -> dict[str, Any]:
    return {
        "name": queue.name,
        "durable": True,
        "auto_delete": False,
        "arguments": queue.queue_arguments or {},
    }


def _bindings(queue: Any) -> Iterator[dict[str, Any]]:
    bound = [(each.exchange, each.routing_key, each.arguments) for each in queue.bindings]
    if queue.exchange is not None:
        bound.append((queue.exchange, queue.routing_key, queue.binding_arguments))
    for exchange, key, arguments in sorted(bound, key=lambda each: each[0].name):
        yield {
            "source": exchange.name,
            "destination": queue.name,
            "destination_type": "queue",
            "routing_key": key or "",
            "arguments": arguments or {},
        }


def _any_of(exchanges: Iterable[Exchange]) -> str:
    return "|".join(re.escape(exchange.name) for exchange in exchanges)
