"""How a request is read: its body, its path, its query. What cannot be read is refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

import orjson
from flask import abort, current_app, request
from flask_smorest import Blueprint
from webargs import core
from webargs.flaskparser import FlaskParser

from bangduan.events.schema import MAX_INTEGER
from bangduan.web.guard import is_api
from bangduan.web.problems import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flask import Request

    from bangduan.web.app import Wsgi

T = TypeVar("T")

# U+FFFD is what bytes that are no UTF-8 were read as
_NOT_TEXT: Final = re.compile(r"[\x00-\x1f\x7f\ufffd\ud800-\udfff]")


_LARGEST: Final = "__largest_body__"


def takes_up_to(most_bytes: int) -> Callable[[T], T]:
    """Declare that a view takes a larger body than others: a file."""

    def declare(view: T) -> T:
        setattr(view, _LARGEST, most_bytes)
        return view

    return declare


def largest_body(view: Any) -> int | None:
    """How large a body a view takes, where it says so."""
    found: int | None = getattr(view, _LARGEST, None)
    return found


def larger_bodies() -> None:
    """Let a view that takes files have them; runs before anything looks at the body."""
    most_bytes = largest_body(current_app.view_functions.get(request.endpoint or ""))
    if most_bytes is not None:
        request.max_content_length = most_bytes


class _Parser(FlaskParser):
    """webargs with a reader that knows bounds: of nesting, of integers, of Unicode."""

    def _raw_load_json(self, req: Request) -> Any:
        return body_of(req)


class ReadingBlueprint(Blueprint):
    """flask-smorest's blueprint, reading as we do."""

    ARGUMENTS_PARSER = _Parser()


def body_of(given: Request) -> Any:
    """The JSON of a request's body; ``missing`` when there is none.

    Raises:
        Unreadable: no UTF-8, no JSON, or nested too deeply.
        RequestEntityTooLarge: more than the application takes.
    """
    try:
        raw = given.get_data()
        if given.content_length is None and len(raw) == given.max_content_length:
            given.stream.read(1)  # werkzeug stops at the limit; only reading on is refused
    except (ValueError, OSError):  # the chunks of a chunked body did not fit together
        raise Unreadable(
            "The body ended too early or its chunks do not fit.",
            "ข้อมูลที่ส่งมาไม่ครบ โปรดส่งใหม่",
        ) from None
    if not raw:
        return core.missing
    try:
        raw.decode()
        return orjson.loads(raw)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"The body is not UTF-8 (byte {error.start + 1}). Encode it as UTF-8.",
            f"ข้อมูลไม่ใช่ UTF-8 (ไบต์ที่ {error.start + 1}) โปรดเข้ารหัสแบบ UTF-8",
        ) from None
    except orjson.JSONDecodeError as error:
        raise Unreadable(
            f"The body is no JSON: {error}.",
            f"อ่าน JSON ไม่ได้ที่บรรทัด {error.lineno} ตัวอักษรที่ {error.colno}",
        ) from None


def only_json() -> None:
    """Refuse a body to the API that is not declared as JSON; pages take forms."""
    there = request.routing_exception is None
    changing = request.method in {"POST", "PUT", "PATCH"}
    if there and changing and is_api() and request.mimetype != "application/json":
        abort(415)


def only_readable_paths() -> None:
    """Refuse paths no id can have, before they reach the database."""
    for value in (request.view_args or {}).values():
        unreadable = (
            _NOT_TEXT.search(value) is not None
            if isinstance(value, str)
            else isinstance(value, int) and abs(value) > MAX_INTEGER
        )
        if unreadable:
            abort(404)


def only_known_parameters(known: Iterable[str]) -> None:
    """Refuse a query parameter that would have no effect: it is a mistake.

    Raises:
        Unreadable: naming it.
    """
    unknown = sorted(set(request.args) - set(known))
    if unknown:
        raise Unreadable(
            f"Unknown parameter. There are: {', '.join(sorted(known))}.",
            f"ไม่รู้จักพารามิเตอร์นี้ ใช้ได้เฉพาะ: {', '.join(sorted(known))}",
            unknown[0],
        )


def bounded(app: Wsgi) -> Wsgi:
    """Tell werkzeug that the server ends chunked bodies itself: it then reads and counts them."""

    def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if getattr(environ.get("wsgi.input"), "chunked_input", False):
            environ["wsgi.input_terminated"] = True
        return app(environ, start_response)

    return serve
