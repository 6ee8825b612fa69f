"""What a broker is told over RabbitMQ's management API: users, queues, bindings, shovels.

Each call says how things should be, and may be repeated. What the broker answers is told as a
``MessagingError`` that says what to do.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import quote, unquote, urlsplit

import httpx

from bangduan.errors import ConfigurationError, MessagingError

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECONDS: Final = 15
_ATTEMPTS: Final = 3
_REST_SECONDS: Final = 0.3
_ALREADY: Final = "user_already_exists"


class Management:
    """A client of one broker's management API.

    Args:
        url: as ``http://admin:secret@rabbitmq:15672``.
        vhost: the virtual host whose queues and shovels are meant.

    Raises:
        ConfigurationError: ``url`` is no such URL.
    """

    def __init__(self, url: str, vhost: str = "/") -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is None:
            raise ConfigurationError(
                "The URL of the broker's management API is missing or incomplete. Set "
                "BANGDUAN_BROKER_ADMIN to http://NAME:PASSWORD@HOST:15672.",
                "ยังไม่ได้ระบุที่อยู่ส่วนจัดการของโบรกเกอร์ โปรดตั้งค่า BANGDUAN_BROKER_ADMIN "
                "เป็น http://ชื่อ:รหัสผ่าน@เครื่อง:15672",
            )
        self.vhost = vhost
        self._where = f"{parts.hostname}:{parts.port or ''}"
        self._vhost = quote(vhost, safe="")
        self._client = httpx.Client(
            base_url=f"{parts.scheme}://{_host(parts.hostname)}:{parts.port or _port(parts.scheme)}"
            f"{parts.path.rstrip('/')}/api/",
            auth=(unquote(parts.username), unquote(parts.password or "")),
            timeout=_SECONDS,
            trust_env=False,  # a proxy set for the machine has no business before the broker
        )

    # -- exchanges, queues, bindings -------------------------------------------------------

    def put_exchange(self, name: str, type: str) -> None:
        """A durable exchange of this type."""
        self._ask("PUT", f"exchanges/{self._vhost}/{quote(name, safe='')}",
                  {"type": type, "durable": True})  # fmt: skip

    def delete_exchange(self, name: str) -> None:
        """No such exchange."""
        self._ask("DELETE", f"exchanges/{self._vhost}/{quote(name, safe='')}", absent=True)

    def put_queue(
        self, name: str, arguments: Mapping[str, Any], *, auto_delete: bool = False
    ) -> None:
        """A durable queue with these arguments."""
        given = {"durable": True, "auto_delete": auto_delete, "arguments": dict(arguments)}
        self._ask("PUT", f"queues/{self._vhost}/{quote(name, safe='')}", given)

    def queue(self, name: str) -> Mapping[str, Any] | None:
        """What is known of a queue; None when there is none."""
        found: Mapping[str, Any] | None = self._ask(
            "GET", f"queues/{self._vhost}/{quote(name, safe='')}", absent=True
        )
        return found

    def queues(self) -> set[str]:
        """Names of the queues."""
        return {each["name"] for each in self._ask("GET", f"queues/{self._vhost}?columns=name")}

    def delete_queue(self, name: str) -> None:
        """No such queue."""
        self._ask("DELETE", f"queues/{self._vhost}/{quote(name, safe='')}", absent=True)

    def bind(
        self, source: str, key: str, *, queue: str = "", exchange: str = "",
        arguments: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """What reaches ``source`` under ``key`` goes to a queue, or to an exchange."""
        kind, target = ("q", queue) if queue else ("e", exchange)
        path = f"bindings/{self._vhost}/e/{quote(source, safe='')}/{kind}/{quote(target, safe='')}"
        bound = self._ask("GET", path)
        wanted = dict(arguments or {})
        if not any(b["routing_key"] == key and b["arguments"] == wanted for b in bound):
            self._ask("POST", path, {"routing_key": key, "arguments": wanted})

    # -- messages --------------------------------------------------------------------------

    def publish(
        self, exchange: str, key: str, payload: str, properties: Mapping[str, Any]
    ) -> bool:  # fmt: skip
        """Publish one message; False when no queue took it."""
        path = f"exchanges/{self._vhost}/{quote(exchange or 'amq.default', safe='')}/publish"
        given = {
            "routing_key": key,
            "payload": payload,
            "payload_encoding": "string",
            "properties": dict(properties),
        }
        return bool(self._ask("POST", path, given)["routed"])

    def take(self, queue: str, count: int = 1) -> list[dict[str, Any]]:
        """Take messages out of a queue: each with ``routing_key``, ``payload``, ``properties``."""
        given = {"count": count, "ackmode": "ack_requeue_false", "encoding": "auto"}
        taken: list[dict[str, Any]] = (
            self._ask("POST", f"queues/{self._vhost}/{quote(queue, safe='')}/get", given,
                      absent=True) or []
        )  # fmt: skip
        return taken

    # -- users -----------------------------------------------------------------------------

    def users(self) -> set[str]:
        """Names of the users."""
        return {each["name"] for each in self._ask("GET", "users?columns=name")}

    def put_user(self, name: str, tags: str = "") -> None:
        """A user without a password, who can come in with a certificate only."""
        path, given = f"users/{quote(name, safe='')}", {"password_hash": "", "tags": tags}
        answer = self._answer("PUT", path, given, {})
        if answer.is_error and _ALREADY in answer.text:
            return  # somebody else said the same at the same moment, which the broker cannot take
        if answer.is_error:
            raise self._refusal(answer, f"PUT {path}")

    def delete_user(self, name: str) -> None:
        """No such user; its connections are closed."""
        self._ask("DELETE", f"users/{quote(name, safe='')}", absent=True)
        self.close_connections(name, "its certificate is not valid any longer")

    def permit(self, user: str, *, configure: str, write: str, read: str) -> None:
        """What a user may do, three patterns of names."""
        self._ask("PUT", f"permissions/{self._vhost}/{quote(user, safe='')}",
                  {"configure": configure, "write": write, "read": read})  # fmt: skip

    def permit_topic(self, user: str, exchange: str, *, write: str, read: str = "^$") -> None:
        """Under which keys a user may publish to a topic exchange."""
        self._ask("PUT", f"topic-permissions/{self._vhost}/{quote(user, safe='')}",
                  {"exchange": exchange, "write": write, "read": read})  # fmt: skip

    def connected(self) -> set[str]:
        """Users who have a connection."""
        return {each["user"] for each in self._ask("GET", "connections?columns=user")}

    def close_connections(self, user: str, reason: str) -> int:
        """Close the connections of a user; how many there were."""
        known = self._ask("GET", "connections?columns=name,user")
        names = [each["name"] for each in known if each.get("user") == user]
        for name in names:
            # one that ends by itself meanwhile, since its user is gone, answers with an error
            self._answer("DELETE", f"connections/{quote(name, safe='')}", None,
                         {"X-Reason": reason})  # fmt: skip
        return len(names)

    # -- shovels ---------------------------------------------------------------------------

    def put_shovel(self, name: str, value: Mapping[str, Any]) -> bool:
        """A shovel with this definition; True when it was not there, or was another."""
        path = f"parameters/shovel/{self._vhost}/{quote(name, safe='')}"
        found = self._ask("GET", path, absent=True)
        if found is not None and found["value"] == dict(value):
            return False
        self._ask("PUT", path, {"value": dict(value)})
        return True

    def delete_shovel(self, name: str) -> None:
        """No such shovel."""
        self._ask("DELETE", f"parameters/shovel/{self._vhost}/{quote(name, safe='')}", absent=True)

    def shovels(self) -> dict[str, Mapping[str, Any]]:
        """Shovels by name: ``state`` is ``running``, ``starting`` or ``terminated``."""
        found = self._ask("GET", f"shovels/{self._vhost}")
        return {each["name"]: each for each in found}

    # -- all of it -------------------------------------------------------------------------

    def alarms(self) -> list[str]:
        """Why the broker takes no more messages: ``memory``, ``disk``; nothing when it does."""
        nodes = self._ask("GET", "nodes")
        named = {"memory": "mem_alarm", "disk": "disk_free_alarm"}
        return [what for what, field in named.items() if any(node.get(field) for node in nodes)]

    def definitions(self) -> Mapping[str, Any]:
        """All that the broker is set up with, users with their password hashes."""
        exported: Mapping[str, Any] = self._ask("GET", "definitions")
        return exported

    def close(self) -> None:
        """Close its connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, method: str, path: str, json: Any = None, *, absent: bool = False) -> Any:
        """One call; ``absent`` takes "there is none" for an answer: None."""
        answer = self._answer(method, path, json, {})
        if answer.status_code == httpx.codes.NOT_FOUND and absent:
            return None
        if answer.is_error:
            raise self._refusal(answer, f"{method} {path}")
        return answer.json() if answer.content else None

    def _answer(
        self, method: str, path: str, json: Any, headers: Mapping[str, str]
    ) -> httpx.Response:
        for attempt in range(_ATTEMPTS):
            try:
                return self._client.request(method, path, json=json, headers=headers)
            except httpx.TransportError as error:
                if attempt == _ATTEMPTS - 1:
                    raise MessagingError(
                        f"The broker's management API at {self._where} does not answer ({error}). "
                        "Is the broker running, with rabbitmq_management?",
                        f"ส่วนจัดการของโบรกเกอร์ที่ {self._where} ไม่ตอบ ({error}) "
                        "โปรดตรวจว่าโบรกเกอร์ทำงานอยู่และเปิด rabbitmq_management",
                    ) from error
                time.sleep(_REST_SECONDS)
        raise AssertionError("unreachable")

    def _refusal(self, answer: httpx.Response, what: str) -> MessagingError:
        if answer.status_code in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            return MessagingError(
                f"The broker at {self._where} refuses the administrator's name or password. "
                "Check BANGDUAN_BROKER_ADMIN.",
                f"โบรกเกอร์ที่ {self._where} ไม่รับชื่อหรือรหัสผ่านผู้ดูแล โปรดตรวจค่า BANGDUAN_BROKER_ADMIN",
            )
        said = answer.text[:300]
        if answer.status_code == httpx.codes.NOT_FOUND and "shovel" in what:
            said = "the plugins rabbitmq_shovel and rabbitmq_shovel_management are not enabled"
        return MessagingError(
            f"The broker at {self._where} refuses {what}: {answer.status_code} {said}",
            f"โบรกเกอร์ที่ {self._where} ปฏิเสธ {what}: {answer.status_code} {said}",
        )


def _host(name: str) -> str:
    return f"[{name}]" if ":" in name else name


def _port(scheme: str) -> int:
    return 443 if scheme == "https" else 15672
