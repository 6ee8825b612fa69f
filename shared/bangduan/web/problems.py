"""Errors as problem details (RFC 9457): one table from our error tree to HTTP.

``type`` is ``/problems/<name>``; ``title`` and ``detail`` are Thai unless the client prefers
English; ``errors`` names each field that is wrong. Nothing of the inside is told.
"""

from __future__ import annotations

import dataclasses
import logging
from typing import TYPE_CHECKING, Any, Final

import orjson
from flask import Response, has_request_context, request
from werkzeug.exceptions import HTTPException

from bangduan import errors
from bangduan.store import Interrupted, StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask

_log = logging.getLogger(__name__)

CONTENT_TYPE: Final = "application/problem+json"
_RETRY_AFTER_SECONDS: Final = "2"


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One kind of problem: HTTP status, stable name, title in two languages."""

    status: int
    name: str
    en: str
    th: str


MALFORMED = Problem(400, "malformed", "The request cannot be read", "อ่านคำขอไม่ได้")
NOT_FOUND = Problem(404, "not-found", "Not found", "ไม่พบข้อมูล")
RULE = Problem(409, "rule", "A rule does not allow this", "ขัดกับระเบียบ")
FORGOTTEN = Problem(409, "person-forgotten", "The person was erased", "ข้อมูลบุคคลถูกลบแล้ว")
STALE = Problem(412, "stale-version", "Somebody changed it meanwhile", "มีผู้แก้ไขข้อมูลไปก่อน")
TOO_LARGE = Problem(413, "too-large", "The request is too large", "ข้อมูลที่ส่งมีขนาดใหญ่เกินไป")
NOT_JSON = Problem(415, "not-json", "Send application/json", "โปรดส่งข้อมูลแบบ application/json")
INVALID = Problem(422, "invalid", "Some fields are not valid", "ข้อมูลบางช่องไม่ถูกต้อง")
KEY_REUSED = Problem(422, "key-reused", "The idempotency key was used before", "รหัสกันส่งซ้ำถูกใช้แล้ว")
INTERNAL = Problem(500, "internal", "Something broke on our side", "ระบบขัดข้อง")
UNAVAILABLE = Problem(503, "unavailable", "The database does not answer", "ฐานข้อมูลไม่ตอบสนอง")

_TABLE: Final[tuple[tuple[type[errors.BangDuanError], Problem], ...]] = (
    (errors.NotFound, NOT_FOUND),
    (errors.RuleBroken, RULE),
    (errors.PersonForgotten, FORGOTTEN),
    (errors.StaleVersion, STALE),
    (errors.KeyReused, KEY_REUSED),
    (errors.InvalidEvent, INVALID),
    (StoreUnavailable, UNAVAILABLE),
    (Interrupted, UNAVAILABLE),
)


def language() -> str:
    """``en`` when the client prefers English, else ``th``."""
    if has_request_context() and request.accept_languages:
        return request.accept_languages.best_match(["th", "en"]) or "th"
    return "th"


def problem_response(
    problem: Problem,
    detail: str,
    *,
    name: str | None = None,
    fields: Mapping[str, Any] | None = None,
) -> Response:
    """The response that tells of a problem.

    Args:
        detail: what happened and what to do, already in the client's language.
        name: a more exact last part of ``type``.
        fields: field → messages.
    """
    body: dict[str, Any] = {
        "type": f"/problems/{name or problem.name}",
        "title": problem.en if language() == "en" else problem.th,
        "status": problem.status,
        "detail": detail,
        "instance": request.path,
    }
    if fields:
        body["errors"] = dict(fields)
    response = Response(orjson.dumps(body), problem.status, content_type=CONTENT_TYPE)
    if problem.status == UNAVAILABLE.status:
        response.headers["Retry-After"] = _RETRY_AFTER_SECONDS
    return response


def invalid(fields: Mapping[str, Any]) -> Response:
    """422 that names each field which is not valid."""
    english = "Correct the fields named in errors and send it again."
    thai = "โปรดแก้ไขช่องที่ระบุใน errors แล้วส่งใหม่"
    return problem_response(INVALID, english if language() == "en" else thai, fields=fields)


def register(app: Flask) -> None:
    """Answer every error of ``app`` with problem details."""
    app.register_error_handler(errors.BangDuanError, _ours)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _said(error: errors.BangDuanError) -> str:
    return error.en if language() == "en" else error.th


def _ours(error: errors.BangDuanError) -> Response:
    if isinstance(error, errors.NotFound) and error.field is not None and not _in_path(error.field):
        return problem_response(INVALID, _said(error), fields={error.field: [_said(error)]})
    for kind, problem in _TABLE:
        if isinstance(error, kind):
            break
    else:
        return _unexpected(error)
    name = error.rule if isinstance(error, errors.RuleBroken) else None
    field = error.field if isinstance(error, errors.RuleBroken) else None
    detail = _said(error)
    if problem is UNAVAILABLE:
        _log.warning("the database does not answer: %s", error)
        detail = problem.en if language() == "en" else problem.th
    fields = {field: [detail]} if field else None
    if isinstance(error, errors.InvalidEvent):
        fields = dict(error.problems)
    return problem_response(problem, detail, name=name, fields=fields)


def _in_path(field: str) -> bool:
    return field in (request.view_args or {})


def _http(error: HTTPException) -> Response:
    if error.response is not None and error.code is not None and error.code < 400:  # noqa: PLR2004
        return error.response  # type: ignore[return-value]
    data: dict[str, Any] = getattr(error, "data", None) or {}
    messages = data.get("messages")
    if error.code == INVALID.status and isinstance(messages, dict):
        fields = {}
        for place in messages.values():
            fields.update(place if isinstance(place, dict) else {"": place})
        return invalid(fields)
    known: dict[int, Callable[[], Response]] = {
        400: lambda: problem_response(MALFORMED, _plain(error)),
        404: lambda: problem_response(NOT_FOUND, _plain(error)),
        413: lambda: problem_response(TOO_LARGE, TOO_LARGE.en if language() == "en" else TOO_LARGE.th),
        415: lambda: problem_response(NOT_JSON, _plain(error)),
    }
    if error.code in known:
        return known[error.code]()
    other = Problem(error.code or 500, f"http-{error.code}", error.name, error.name)
    response = problem_response(other, _plain(error))
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            response.headers[name] = value
    return response


def _plain(error: HTTPException) -> str:
    return error.description or error.name


def _unexpected(error: Exception) -> Response:
    _log.error("unexpected error at %s", request.path, exc_info=error)
    return problem_response(INTERNAL, INTERNAL.en if language() == "en" else INTERNAL.th)
