"""The same over a real socket: bodies that are too large, cut short, or lie about themselves."""

import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass

import httpx
import pytest

from bangduan.testing.hosts import Hosts
from bangduan.testing.passbook import PASSBOOK_SERVICE
from bangduan.testing.runner import running
from bangduan.testing.store.bench import new_id

PATH = "/passbook/api/v1/passbooks"
MEGABYTE = 1_000_000
Answer = tuple[int, str, bytes]


@dataclass(frozen=True)
class Server:
    """A running service, and who asks it."""

    url: str
    who: dict[str, str]

    def head(self, *lines: str, path: str = PATH, method: str = "POST") -> bytes:
        fixed = [f"{method} {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json"]
        asking = [f"{name}: {value}" for name, value in self.who.items()]
        return "\r\n".join([*fixed, *asking, *lines, "", ""]).encode()

    def recorded(self) -> int:
        events = httpx.get(f"{self.url}/passbook/api/v1/events", headers=self.who, trust_env=False)
        return len(events.json()["items"])

    def connected(self) -> socket.socket:
        host, _, port = self.url.removeprefix("http://").partition(":")
        return socket.create_connection((host, int(port)), timeout=20)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running service."""
    folder = tmp_path_factory.mktemp("server")
    with Hosts(folder, program=running("serve", "bangduan.testing.passbook")) as hosts:
        hosts.start("passbook")
        who = hosts.let_in(PASSBOOK_SERVICE, "administrator", "treasurer")
        yield Server(hosts.url("passbook"), who)
        assert "Traceback" not in hosts.log("passbook")


@pytest.fixture(autouse=True)
def _it_goes_on(server: Server) -> Iterator[None]:
    before = server.recorded()
    yield
    assert httpx.get(f"{server.url}/passbook/health", trust_env=False).status_code == 200
    assert server.recorded() - before in {0, 1}


def answer_on(connection: socket.socket) -> Answer:
    response = http.client.HTTPResponse(connection)
    response.begin()
    return response.status, response.headers.get_content_type(), response.read()


def ask(server: Server, *parts: bytes) -> Answer:
    with closing(server.connected()) as connection:
        for part in parts:
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(part)
        return answer_on(connection)


def chunks(body: bytes, size: int = 65_536) -> bytes:
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def body_of(name: str = "สมหญิง") -> bytes:
    return json.dumps({"holder_id": new_id(), "name": name}).encode()


def refused(answer: Answer, status: int) -> None:
    got, content_type, body = answer
    assert (got, content_type) == (status, "application/problem+json"), body
    assert json.loads(body)["status"] == status


def test_ten_megabytes_with_their_length(server: Server) -> None:
    refused(ask(server, server.head(f"Content-Length: {10 * MEGABYTE}"), b" " * 10 * MEGABYTE), 413)


def test_ten_megabytes_in_chunks(server: Server) -> None:
    refused(
        ask(server, server.head("Transfer-Encoding: chunked"), chunks(b" " * 10 * MEGABYTE)), 413
    )


def test_chunks_without_end_are_answered_before_their_end(server: Server) -> None:
    endless = b"%x\r\n%b\r\n" % (2 * MEGABYTE, b" " * 2 * MEGABYTE)

    refused(ask(server, server.head("Transfer-Encoding: chunked"), endless), 413)


def test_a_megabyte_too_much_is_refused_before_it_is_sent(server: Server) -> None:
    lines = ("Expect: 100-continue", f"Content-Length: {10 * MEGABYTE}")

    refused(ask(server, server.head(*lines)), 413)


def test_after_a_refusal_the_connection_goes_on(server: Server) -> None:
    with closing(server.connected()) as connection:
        connection.sendall(server.head(f"Content-Length: {2 * MEGABYTE}") + b" " * 2 * MEGABYTE)
        refused(answer_on(connection), 413)
        body = body_of()
        connection.sendall(server.head(f"Content-Length: {len(body)}") + body)

        assert answer_on(connection)[0] == 201


@pytest.mark.parametrize("size", [1, 7, 65_536])
def test_an_honest_body_in_chunks_is_taken(server: Server, size: int) -> None:
    status, _, body = ask(
        server, server.head("Transfer-Encoding: chunked"), chunks(body_of(), size)
    )

    assert (status, json.loads(body)["version"]) == (201, 1)


def test_a_broken_body_in_chunks(server: Server) -> None:
    refused(ask(server, server.head("Transfer-Encoding: chunked"), chunks(b'{"name": ')), 400)


def test_a_chunk_that_has_no_size(server: Server) -> None:
    refused(ask(server, server.head("Transfer-Encoding: chunked"), b"zz\r\n{}\r\n0\r\n\r\n"), 400)


@pytest.mark.parametrize("lines", [("Content-Length: 500",), ("Transfer-Encoding: chunked",)])
def test_a_body_that_is_cut_short(server: Server, lines: tuple[str, ...]) -> None:
    with closing(server.connected()) as connection:
        connection.sendall(
            server.head(*lines) + (b"1f4\r\n" if "chunked" in lines[0] else b"") + b'{"name"'
        )
        connection.shutdown(socket.SHUT_WR)

        refused(answer_on(connection), 400)


@pytest.mark.parametrize("length", ["-1", "many", "1e3", "9" * 30])
def test_a_length_that_is_none(server: Server, length: str) -> None:
    with closing(server.connected()) as connection:
        connection.sendall(server.head(f"Content-Length: {length}", "Connection: close"))
        connection.shutdown(socket.SHUT_WR)
        status, _, _ = answer_on(connection)

    assert 400 <= status < 500


def test_a_path_that_is_no_path(server: Server) -> None:
    assert 400 <= ask(server, server.head("Content-Length: 0", path="*", method="OPTIONS"))[0] < 500
    assert 400 <= ask(server, server.head("Content-Length: 0", path="/", method="POST"))[0] < 500


def test_bytes_that_are_no_text_in_a_path(server: Server) -> None:
    refused(ask(server, server.head(path=PATH + "/%00%ff%ed%a0%80", method="GET")), 404)
