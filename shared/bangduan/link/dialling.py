"""A site speaks to the province's broker itself: to ask for a certificate, and to find a fault.

Everything that can go wrong on the way is told in words: the name, the way, the other's
certificate, our certificate, our leave.
"""

from __future__ import annotations

import contextlib
import dataclasses
import socket
import ssl
import time
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

import amqp
import orjson
from amqp.exceptions import AMQPError
from kombu.exceptions import OperationalError

from bangduan.errors import LinkRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

T = TypeVar("T")

_CONNECT_SECONDS: Final = 15
_ANSWER_SECONDS: Final = 15
_LOOK_SECONDS: Final = 0.3
CONTENT_TYPE: Final = "application/vnd.bangduan.enrolment+json"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Where the province's broker is, and who calls.

    Attributes:
        authority: file of the authority's certificate.
        certificate, key: files of our own.
    """

    host: str
    port: int
    vhost: str
    authority: Path
    certificate: Path
    key: Path


class Call:
    """One connection to the province's broker over TLS, with our certificate.

    Args:
        line: where, and who we are.

    Raises:
        LinkRefused: no connection, and why.
    """

    def __init__(self, line: Line) -> None:
        self._where = f"{line.host}:{line.port}"
        with self._explained():
            self._connection = amqp.Connection(
                self._where,
                login_method="EXTERNAL",
                virtual_host=line.vhost,
                ssl={
                    "ca_certs": str(line.authority),
                    "certfile": str(line.certificate),
                    "keyfile": str(line.key),
                    "cert_reqs": ssl.CERT_REQUIRED,
                    "server_hostname": line.host,
                },
                connect_timeout=_CONNECT_SECONDS,
                read_timeout=_ANSWER_SECONDS,
                write_timeout=_ANSWER_SECONDS,
                confirm_publish=True,
            )
            self._connection.connect()
            self._channel = self._connection.channel()

    def ask(
        self,
        question: Mapping[str, Any],
        *,
        exchange: str,
        key: str,
        answers: str,
        take: Callable[[Mapping[str, Any]], T | None],
        seconds: float,
    ) -> T:
        """Publish a question and wait for what ``take`` takes for its answer.

        Args:
            question: sent as JSON.
            exchange, key: where it goes.
            answers: the queue in which the answer will lie.
            take: given each message of that queue; None for one that is no answer to this.
            seconds: how long to wait.

        Raises:
            LinkRefused: we may not, or there is no answer in time.
        """
        deadline = time.monotonic() + seconds
        message = amqp.Message(orjson.dumps(question), content_type=CONTENT_TYPE, delivery_mode=2)
        with self._explained():
            self._channel.basic_publish(message, exchange=exchange, routing_key=key)
            while time.monotonic() < deadline:
                got = self._channel.basic_get(answers, no_ack=True)
                if got is None:
                    time.sleep(_LOOK_SECONDS)
                    continue
                answer = take(_json(got.body))
                if answer is not None:
                    return answer
        raise LinkRefused(
            "The province's broker took the question, but nothing at the province answered in "
            f"{seconds:.0f} seconds. Ask the province whether its province service runs, then "
            "try again: nothing is lost.",
            f"โบรกเกอร์ของจังหวัดรับคำขอแล้ว แต่ไม่มีคำตอบภายใน {seconds:.0f} วินาที "
            "โปรดสอบถามจังหวัดว่าระบบจังหวัดทำงานอยู่หรือไม่ แล้วลองใหม่ ข้อมูลไม่สูญหาย",
        )

    def close(self) -> None:
        """Hang up."""
        with contextlib.suppress(OSError, AMQPError, AttributeError):
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Tell in words what the network, TLS and the broker say."""
        try:
            yield
        except (OSError, AMQPError, OperationalError) as error:
            en, th = _explanation(error, self._where)
            raise LinkRefused(en, th) from error


def _explanation(error: Exception, where: str) -> tuple[str, str]:
    if isinstance(error, amqp.exceptions.AccessRefused):
        return (
            f"The province's broker at {where} does not let this certificate in, or refuses what "
            "it asks: the invitation was used or withdrawn, or the certificate was revoked. "
            "Ask the province.",
            f"โบรกเกอร์ของจังหวัดที่ {where} ไม่รับใบรับรองนี้หรือไม่อนุญาต: คำเชิญถูกใช้หรือถูกยกเลิกแล้ว "
            "หรือใบรับรองถูกเพิกถอน โปรดสอบถามจังหวัด",
        )
    if isinstance(error, ssl.SSLError):
        return _of_tls(error, where)
    if isinstance(error, socket.gaierror):
        return (
            f"The name in {where} is not known here. Check this machine's internet connection "
            "and DNS.",
            f"ไม่รู้จักชื่อเครื่อง {where} โปรดตรวจอินเทอร์เน็ตและ DNS ของเครื่องนี้",
        )
    if isinstance(error, ConnectionRefusedError):
        return (
            f"Nobody takes calls at {where}. Ask the province whether its broker runs and its "
            "port is open.",
            f"ไม่มีผู้รับที่ {where} โปรดสอบถามจังหวัดว่าโบรกเกอร์ทำงานและเปิดพอร์ตแล้วหรือไม่",
        )
    if isinstance(error, OSError):
        return (
            f"{where} cannot be reached, or the connection broke ({error}). Check the internet "
            "connection here, and that no firewall blocks the port; then try again.",
            f"ติดต่อ {where} ไม่ได้ หรือการเชื่อมต่อขาด ({error}) "
            "โปรดตรวจอินเทอร์เน็ตและไฟร์วอลล์ของพอร์ตนี้ แล้วลองใหม่",
        )
    return (
        f"The province's broker at {where} ended the conversation: {error}. Try again; if it "
        "stays so, ask the province.",
        f"โบรกเกอร์ของจังหวัดที่ {where} ยุติการเชื่อมต่อ: {error} โปรดลองใหม่ หากยังเป็นอยู่โปรดสอบถามจังหวัด",
    )


def _of_tls(error: ssl.SSLError, where: str) -> tuple[str, str]:
    said = str(error).lower()
    if isinstance(error, ssl.SSLCertVerificationError):
        why = error.verify_message.lower()
        if "expired" in why or "not yet valid" in why:
            return (
                f"The certificate of the broker at {where} is not valid today ({why}). If this "
                "machine's clock is right, tell the province to renew it.",
                f"ใบรับรองของโบรกเกอร์ที่ {where} ใช้ไม่ได้ในวันนี้ ({why}) หากนาฬิกาเครื่องนี้ถูกต้อง "
                "โปรดแจ้งจังหวัดให้ต่ออายุ",
            )
        return (
            f"What answers at {where} is not the province's broker, or not under this name "
            f"({why}). Do not go on; call the province.",
            f"สิ่งที่ตอบที่ {where} ไม่ใช่โบรกเกอร์ของจังหวัดหรือชื่อไม่ตรง ({why}) ห้ามดำเนินการต่อ โปรดโทรหาจังหวัด",
        )
    if "expired" in said:
        return (
            "Our certificate has expired. Ask the province for a new invitation, and join again "
            "with --anew.",
            "ใบรับรองของระบบนี้หมดอายุแล้ว โปรดขอคำเชิญใหม่จากจังหวัด แล้วเข้าร่วมอีกครั้งด้วย --anew",
        )
    return (
        f"{where} does not take our certificate ({error.reason or error}). If the invitation is "
        "from this province, ask for a new one.",
        f"{where} ไม่รับใบรับรองของระบบนี้ ({error.reason or error}) "
        "หากคำเชิญเป็นของจังหวัดนี้จริง โปรดขอคำเชิญใหม่",
    )


def _json(body: bytes | str) -> Mapping[str, Any]:
    try:
        read = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return read if isinstance(read, dict) else {}
