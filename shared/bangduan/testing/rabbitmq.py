"""A private RabbitMQ node, with nothing shared: its own name, ports, data, logs and epmd.

Several may run at once, beside the machine's own. What it does not do: clustering.
"""

import os
import secrets
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

import httpx

from bangduan.testing.processes import (
    Child,
    ServerFailed,
    account_of,
    answers,
    find_program,
    free_ports,
    hand_over,
    tail,
    wait_until,
)

PACKAGE = "rabbitmq-server"
PLUGINS = ("rabbitmq_management", "rabbitmq_shovel", "rabbitmq_shovel_management")
TLS_PLUGINS = ("rabbitmq_auth_mechanism_ssl",)
USER = PASSWORD = "guest"  # noqa: S105 - RabbitMQ's own default, good on the loopback only

_START_SECONDS = 300
_STOP_SECONDS = 30


class Rabbit:
    """A private RabbitMQ node under a temporary folder, on free ports of 127.0.0.1.

    Use it as a context manager, or call `start` and, in the end, `close`. Its ports and its data
    stay the same over `stop`, `kill` and `restart`.

    Args:
        certificates: a folder with `authority.pem`, `server.pem` and `server-key.pem`. The node
            then also takes TLS, on `tls_port`, from who shows a certificate of that authority.
    """

    def __init__(self, certificates: Path | None = None) -> None:
        # Debian's /usr/sbin/rabbitmq-server shares one start-up log between all nodes: not that.
        self._program = find_program(PACKAGE, PACKAGE, [Path("/usr/lib/rabbitmq/bin")])
        self._epmd_program = find_program("epmd", "erlang-base")
        self._account = account_of("rabbitmq")
        self.amqp_port, self.management_port, self._dist_port, self._epmd_port = free_ports(4)
        self.tls_port = free_ports(1)[0] if certificates is not None else None
        self.node = f"bangduan-{self.amqp_port}@localhost"
        self.directory = Path(tempfile.mkdtemp(prefix="bangduan-rabbitmq-"))
        self._log = self.directory / "log" / "node.log"
        self._write_configuration(certificates)
        self._server: Child | None = None
        self._epmd: Child | None = None

    def start(self) -> Self:
        """Start the node and wait until it takes connections; does nothing when it runs.

        Raises:
            ServerFailed: it ended, or was not ready in time; the message has its log's end.
        """
        if self.running:
            return self
        environment = self._environment()
        self._epmd = Child(
            [self._epmd_program, "-port", str(self._epmd_port), "-address", "127.0.0.1"],
            log=self._log,
            cwd=self.directory,
            environment=environment,
            account=self._account,
            at_our_death=signal.SIGKILL,
        )
        # The node would otherwise start an epmd of its own, which nobody could end by its pid.
        wait_until(
            lambda: answers(self._epmd_port),
            seconds=_START_SECONDS,
            otherwise=lambda: self._failure("its epmd did not answer"),
        )
        self._server = Child(
            [self._program],
            log=self._log,
            cwd=self.directory,
            environment=environment,
            account=self._account,
        )
        wait_until(
            self._ready,
            seconds=_START_SECONDS,
            otherwise=lambda: self._failure(f"was not ready in {_START_SECONDS} s"),
            every=0.2,
        )
        return self

    @property
    def running(self) -> bool:
        """Is its process alive?"""
        return self._server is not None and self._server.running

    def url(self, vhost: str = "/") -> str:
        """The AMQP URL of a virtual host, which need not exist yet."""
        return f"amqp://{USER}:{PASSWORD}@127.0.0.1:{self.amqp_port}/{quote(vhost, safe='')}"

    @property
    def admin_url(self) -> str:
        """URL of its management API, with an administrator's name and password."""
        return f"http://{USER}:{PASSWORD}@127.0.0.1:{self.management_port}"

    @property
    def log_text(self) -> str:
        """What it has logged so far."""
        logs = sorted((self.directory / "log").glob("*.log"))
        return "\n".join(path.read_text(errors="replace") for path in logs)

    def management(self, path: str, method: str = "GET", json: Any = None) -> Any:
        """Ask the management API.

        Args:
            path: what follows `/api/`, with its parts percent-encoded (`queues/%2f/members`).
            method: the HTTP method.
            json: the body, or None for none.

        Returns:
            The answer's JSON, or None when it has none.

        Raises:
            ServerFailed: the API refused; the message has its status and its words.
        """
        response = httpx.request(
            method,
            f"http://127.0.0.1:{self.management_port}/api/{path.lstrip('/')}",
            json=json,
            auth=(USER, PASSWORD),
            timeout=30,
            trust_env=False,  # a proxy set for the machine has no business on the loopback
        )
        if response.is_error:
            raise ServerFailed(
                f"RabbitMQ refused {method} {path}: {response.status_code} {response.text}",
            )
        return response.json() if response.content else None

    def create_vhost(self, name: str | None = None) -> str:
        """Create a virtual host, under a new name unless one is given, and return its name."""
        name = name or f"test-{secrets.token_hex(6)}"
        self.management(f"vhosts/{quote(name, safe='')}", "PUT", {})
        return name

    def delete_vhost(self, name: str) -> None:
        """Delete a virtual host with its exchanges and queues, and close its connections."""
        self.management(f"vhosts/{quote(name, safe='')}", "DELETE")

    def wait_for_queue_on_disk(self, name: str) -> None:
        """Wait until a quorum queue just declared would outlive `kill`.

        RabbitMQ writes down that a quorum queue exists up to a second after it has said so. A node
        killed before comes back with the queue's name and no queue: whoever uses it then gets
        541 INTERNAL_ERROR after a minute, until somebody deletes it.
        """
        recorded = self.directory / "data" / self.node / "quorum" / self.node / "names.dets"
        wait_until(
            lambda: f"_{name}".encode() in recorded.read_bytes(),
            otherwise=lambda: self._failure(f"queue {name!r} is not on disk"),
        )

    def stop(self) -> None:
        """Stop the node as an operator would; its data stays."""
        if self._server is not None:
            self._server.end(signal.SIGTERM, seconds=_STOP_SECONDS)
        self._end_epmd()

    def kill(self) -> None:
        """Kill the node with SIGKILL, as a power cut would; what it had written stays."""
        if self._server is not None:
            self._server.kill()
        self._end_epmd()

    def restart(self) -> Self:
        """Start again on the same ports with the same data, stopping first if it runs."""
        self.stop()
        return self.start()

    def wipe(self) -> None:
        """Forget all the node ever had, as a lost disk would. It must be stopped."""
        if self.running:
            raise ServerFailed("the node runs: stop or kill it before wiping its data")
        shutil.rmtree(self.directory / "data")
        (self.directory / "data").mkdir()
        hand_over(self.directory / "data", self._account)

    def close(self) -> None:
        """End it and remove its folder, losing all it held."""
        self.kill()
        shutil.rmtree(self.directory, ignore_errors=True)

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.close()
            raise

    def __exit__(self, *_: object) -> None:
        self.close()

    def _end_epmd(self) -> None:
        if self._epmd is not None:
            # epmd refuses to end politely while a node it knew may be alive.
            self._epmd.kill()

    def _ready(self) -> bool:
        if not self.running:
            raise self._failure("ended while starting")
        try:
            self.management(f"health/checks/port-listener/{self.amqp_port}")
            self.management("health/checks/virtual-hosts")
        except (httpx.TransportError, ServerFailed):
            return False
        return True

    def _failure(self, what: str) -> ServerFailed:
        logs = "\n".join(tail(path) for path in sorted((self.directory / "log").glob("*.log")))
        return ServerFailed(f"RabbitMQ {self.node}: {what}. Its log ends:\n{logs}")

    def _write_configuration(self, certificates: Path | None) -> None:
        for name in ("data", "log"):
            (self.directory / name).mkdir()
        plugins = PLUGINS if certificates is None else (*PLUGINS, *TLS_PLUGINS)
        (self.directory / "enabled_plugins").write_text(f"[{','.join(plugins)}].\n")
        (self.directory / "rabbitmq.conf").write_text(
            f"listeners.tcp.1 = 127.0.0.1:{self.amqp_port}\n"
            "management.tcp.ip = 127.0.0.1\n"
            f"management.tcp.port = {self.management_port}\n"
            "log.file.level = info\n"
            + ("" if certificates is None else self._tls_configuration(certificates)),
        )
        hand_over(self.directory, self._account)

    def _tls_configuration(self, certificates: Path) -> str:
        mine = shutil.copytree(certificates, self.directory / "certificates")
        return (
            f"listeners.ssl.1 = 127.0.0.1:{self.tls_port}\n"
            f"ssl_options.cacertfile = {mine / 'authority.pem'}\n"
            f"ssl_options.certfile = {mine / 'server.pem'}\n"
            f"ssl_options.keyfile = {mine / 'server-key.pem'}\n"
            "ssl_options.verify = verify_peer\n"
            "ssl_options.fail_if_no_peer_cert = true\n"
            "ssl_cert_login_from = common_name\n"
            "auth_mechanisms.1 = PLAIN\n"
            "auth_mechanisms.2 = AMQPLAIN\n"
            "auth_mechanisms.3 = EXTERNAL\n"
        )

    def _environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "HOME": str(self.directory),  # the Erlang cookie is made here
            "ERL_EPMD_PORT": str(self._epmd_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_CONF_ENV_FILE": str(self.directory / "none"),  # not /etc/rabbitmq's
            "RABBITMQ_CONFIG_FILE": str(self.directory / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(self.directory / "none"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.directory / "enabled_plugins"),
            "RABBITMQ_NODENAME": self.node,
            "RABBITMQ_NODE_PORT": str(self.amqp_port),
            "RABBITMQ_DIST_PORT": str(self._dist_port),
            "RABBITMQ_MNESIA_BASE": str(self.directory / "data"),
            "RABBITMQ_LOG_BASE": str(self.directory / "log"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            # The start script then executes Erlang in its own place, so that our child is the
            # node itself and a signal to its pid reaches it.
            "RUNNING_UNDER_SYSTEMD": "true",
        }
