"""Where a site runs: read from the environment, every name beginning with ``BANGDUAN_``."""

from __future__ import annotations

import dataclasses
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from bangduan.errors import ConfigurationError
from bangduan.secrets import revealed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bangduan.permissions import Scope

#: What a province's own code ends with, after its two digits.
PROVINCE_SUFFIX = "0000"
_SIMULATED: Final = "simulated"
MEMORY_BROKER = "memory://localhost//"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of one process.

    Attributes:
        tambon: six digits of the site; a province's own code followed by zeros.
        data: folder of the embedded databases and of everything else that is kept.
        database: URL of a service's database; ``{service}`` stands for its name.
        keyring: URL of the site's keyring of personal-data keys.
        signing_key: file of the key that sessions are signed with; only accounts reads it.
        broker: AMQP URL, or kombu's memory transport.
        broker_declare: whether services make their exchanges and queues; False where the broker
            was set up for them (``bangduan broker definitions``) and they may not.
        broker_admin: URL of the broker's management API with the name and password of an
            administrator, as ``http://admin:secret@rabbitmq:15672``; the link is kept with it.
        broker_address: ``host:port`` by which sites reach the province's broker over TLS.
        authority: folder of the province's certificate authority.
        link: folder in which a site keeps its half of the link to the province.
        link_at_broker: the same folder as the site's broker sees it, if by another path.
        host, port: where the web server listens.
        behind_proxy: how many proxies stand in front; what they say of the client is believed.
        origin: where the other services of the site are found, as ``http://front:8000``; this
            process itself when not given.
        drain_seconds: how long a process that was asked to end says so on ``/health`` and goes on
            answering, so that a proxy in front sends no more.
        ready_port: port that is open as long as new work may come, and closes first; see
            ``bangduan.readiness``. 0 for none.
        backups: folder of the backups made by a schedule; doctor sees to it that they are fresh.
        backup_recipients: keys (``age1…``) that backups are sealed for.
        backup_passphrase: what backups are sealed and opened with where no keys are used.
        metrics_token: what a program shows to read ``/<service>/metrics`` without an account;
            nobody may without one when it is not given.
        simulated: what is recorded here is made up, and every page says so; where a life was told
            into the folder, or a province there read of one, this need not be said.
        sites: tambon codes a province follows.
        retries: attempts at an event before it becomes a dead letter.
        backoff_seconds: wait before the second attempt, doubled each time.
        heartbeat_seconds: how long a subscriber is idle before it asks its source for news.
        link_heartbeat_seconds: the same for a source at the other end of a link, which is asked
            less and less often while it is silent, but at least so often.
        poll_seconds: how often the log is looked at for what another process appended.
    """

    tambon: str = "110113"
    data: Path = Path("data")
    database: str = "sqlite:///{data}/{service}.sqlite3"
    keyring: str = "sqlite:///{data}/keyring.sqlite3"
    signing_key: str = "{data}/accounts-signing-key.pem"
    broker: str = MEMORY_BROKER
    broker_declare: bool = True
    broker_admin: str = ""
    broker_address: str = ""
    authority: str = "{data}/authority"
    link: str = "{data}/link"
    link_at_broker: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    behind_proxy: int = 0
    origin: str = ""
    drain_seconds: float = 0.0
    ready_port: int = 0
    backups: str = ""
    backup_recipients: tuple[str, ...] = ()
    backup_passphrase: str = ""
    metrics_token: str = ""
    simulated: bool = False
    sites: tuple[str, ...] = ()
    retries: int = 5
    backoff_seconds: float = 0.2
    heartbeat_seconds: float = 3.0
    link_heartbeat_seconds: float = 60.0
    poll_seconds: float = 0.5

    def __post_init__(self) -> None:
        for code in (self.tambon, *self.sites):
            if not re.fullmatch(r"[0-9]{6}", code):
                msg = f"{code!r} is no tambon code; set BANGDUAN_TAMBON to six digits, as 110113"
                raise ConfigurationError(msg)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ, **given: object) -> Self:
        """Settings of the environment; ``given`` (not None) go before it.

        Secrets may be given in files: see ``bangduan.secrets``.

        Raises:
            ConfigurationError: a value that cannot be; the message names the variable.
        """
        environment = revealed(environment)
        values: dict[str, object] = {}
        for field in dataclasses.fields(cls):
            name = f"BANGDUAN_{field.name.upper()}"
            if name in environment:
                values[field.name] = _parse(name, field.type, environment[name])
        values.update({name: value for name, value in given.items() if value is not None})
        return cls(**values)  # type: ignore[arg-type]

    @property
    def scope(self) -> Scope:
        """``province`` when the code is a province's own, as 110000; else ``site``."""
        return "province" if self.tambon.endswith(PROVINCE_SUFFIX) else "site"

    def database_url(self, service: str) -> str:
        """URL of the database of ``service``."""
        return self.database.format(data=self.data.resolve(), service=service)

    @property
    def keyring_url(self) -> str:
        """URL of the keyring."""
        return self.keyring.format(data=self.data.resolve())

    @property
    def neighbours_origin(self) -> str:
        """Where the other services of the site are found."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.origin.rstrip("/") or f"http://{host}:{self.port}"

    @property
    def signing_key_path(self) -> Path:
        """Where the private key of the accounts service lies."""
        return Path(self.signing_key.format(data=self.data.resolve()))

    @property
    def authority_path(self) -> Path:
        """Where the province's certificate authority lies."""
        return Path(self.authority.format(data=self.data.resolve()))

    @property
    def link_path(self) -> Path:
        """Where a site keeps its half of the link."""
        return Path(self.link.format(data=self.data.resolve()))

    @property
    def holds_simulated(self) -> bool:
        """True when what is recorded here is made up: it is said so, or the folder is marked."""
        return self.simulated or (self.data / _SIMULATED).exists()

    def mark_simulated(self) -> None:
        """Mark the folder: made-up data were recorded in it, and are there for good."""
        self.data.mkdir(parents=True, exist_ok=True)
        (self.data / _SIMULATED).touch()

    @property
    def is_embedded(self) -> bool:
        """True when everything runs in one process, without a broker."""
        return self.broker.startswith("memory:")


def _parse(name: str, type: object, text: str) -> object:
    try:
        match type:
            case "int":
                return int(text)
            case "bool":
                return text.strip().lower() in {"1", "true", "yes"}
            case "float":
                return float(text)
            case "Path":
                return Path(text)
            case "tuple[str, ...]":
                return tuple(part.strip() for part in text.split(",") if part.strip())
    except ValueError:
        msg = f"{name} is {text!r}; it must be a number"
        raise ConfigurationError(msg) from None
    return text
