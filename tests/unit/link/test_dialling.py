"""What goes wrong on the way to the province is told in words, in both languages."""

from __future__ import annotations

import contextlib
import dataclasses
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bangduan.errors import ConfigurationError, LinkRefused, MessagingError
from bangduan.link.authority import Authority
from bangduan.link.dialling import Call, Line
from bangduan.link.keys import write_new
from bangduan.link.management import Management
from bangduan.testing.processes import free_ports

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime.now(UTC)
NAME = "110113-40000000000000aa"


@dataclasses.dataclass
class Listener:
    """A TLS server that says nothing of its own and hangs up."""

    context: ssl.SSLContext

    @contextlib.contextmanager
    def listening(self) -> Iterator[int]:
        with socket.create_server(("127.0.0.1", 0)) as server:
            thread = threading.Thread(target=self._take, args=(server,))
            thread.start()
            yield server.getsockname()[1]
            thread.join()

    def _take(self, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            near, _ = server.accept()
            with near, self.context.wrap_socket(near, server_side=True) as talking:
                talking.recv(1)


def line(folder: Path, authority: Authority, port: int, *, host: str = "localhost") -> Line:
    """A line of a site that has a certificate of this authority."""
    identity = authority.identity(NAME, NOW, days=7)
    for name, content in (("key.pem", identity.key), ("certificate.pem", identity.certificate)):
        write_new(folder / name, content)
    return Line(
        host=host, port=port, vhost="/", authority=authority.folder / "authority.pem",
        certificate=folder / "certificate.pem", key=folder / "key.pem",
    )  # fmt: skip


def listener(authority: Authority, name: str = "localhost", *, now: datetime = NOW) -> Listener:
    """A server with a certificate of this authority, that asks for one of it."""
    folder = authority.server([name], now)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server-key.pem")
    context.load_verify_locations(folder / "authority.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    return Listener(context)


def refusal(line: Line) -> LinkRefused:
    with pytest.raises(LinkRefused) as refused:
        Call(line)
    assert refused.value.th != refused.value.en
    return refused.value


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority.create(tmp_path / "authority", "Samut Prakan 110000", NOW)


def test_a_name_that_is_not_known(tmp_path: Path, authority: Authority) -> None:
    said = refusal(line(tmp_path, authority, 5671, host="no-such-host.invalid"))

    assert "no-such-host.invalid" in said.en
    assert "DNS" in said.en


def test_a_port_where_nobody_listens(tmp_path: Path, authority: Authority) -> None:
    [port] = free_ports(1)

    assert "Nobody takes calls" in refusal(line(tmp_path, authority, port)).en


def test_somebody_else_who_answers_there(tmp_path: Path, authority: Authority) -> None:
    stranger = Authority.create(tmp_path / "stranger", "Samut Prakan 110000", NOW)

    with listener(stranger).listening() as port:
        said = refusal(line(tmp_path, authority, port))

    assert "not the province's broker" in said.en
    assert "ห้ามดำเนินการต่อ" in said.th


def test_a_broker_under_another_name(tmp_path: Path, authority: Authority) -> None:
    with listener(authority, "elsewhere.example").listening() as port:
        said = refusal(line(tmp_path, authority, port))

    assert "not under this name" in said.en


def test_a_broker_whose_certificate_has_expired(tmp_path: Path, authority: Authority) -> None:
    with listener(authority, now=NOW - timedelta(days=3000)).listening() as port:
        said = refusal(line(tmp_path, authority, port))

    assert "not valid today" in said.en
    assert "clock" in said.en


def test_a_broker_that_takes_no_certificate_of_ours(tmp_path: Path, authority: Authority) -> None:
    stranger = Authority.create(tmp_path / "stranger", "Another 120000", NOW)
    ours = line(tmp_path, stranger, 0)

    with listener(authority).listening() as port:
        said = refusal(
            dataclasses.replace(ours, port=port, authority=authority.folder / "authority.pem")
        )

    assert "certificate" in said.en or "connection broke" in said.en


def test_a_management_api_that_does_not_answer() -> None:
    [port] = free_ports(1)

    with (
        Management(f"http://admin:secret@127.0.0.1:{port}") as broker,
        pytest.raises(MessagingError, match="does not answer") as refused,
    ):
        broker.users()

    assert "secret" not in refused.value.en


@pytest.mark.parametrize("url", ["", "amqp://a:b@localhost", "http://localhost:15672"])
def test_a_url_that_is_no_administrators_is_told_of(url: str) -> None:
    with pytest.raises(ConfigurationError, match="BANGDUAN_BROKER_ADMIN"):
        Management(url)
