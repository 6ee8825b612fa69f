"""Errors as problem details (RFC 9457): one table from our error tree to HTTP.

``type`` is ``/problems/<name>``; ``title`` and ``detail`` are Thai unless the client prefers
English; ``errors`` names each field that is wrong. Nothing of the inside is told.
"""

from __future__ import annotations

import dataclasses
import logging
from typing import TYPE_CHECKING, Any, Final

import orjson
from flask import Response, current_app, has_request_context, make_response, request
from werkzeug.exceptions import HTTPException

from bangduan import errors
from bangduan.permissions import ROLE_NAMES, ROLES
from bangduan.store import Interrupted, StoreUnavailable
from bangduan.web import translate
from bangduan.web.wording import by_field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask

    from bangduan.permissions import Permission

    Show = Callable[["Problem", str], Response]

_log = logging.getLogger(__name__)

CONTENT_TYPE: Final = "application/problem+json"
_RETRY_AFTER_SECONDS: Final = "2"
_SHOWN: Final = "bangduan.problem_page"
_OFFERED: Final = ("text/html", CONTENT_TYPE, "application/json")


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One kind of problem: HTTP status, stable name, title and what to do in two languages."""

    status: int
    name: str
    en: str
    th: str
    advice_en: str = ""
    advice_th: str = ""

    @property
    def title(self) -> str:
        """Its title in the client's language."""
        return self.en if language() == "en" else self.th

    @property
    def advice(self) -> str:
        """What to do, in the client's language; the title where there is no more to say."""
        return (self.advice_en if language() == "en" else self.advice_th) or self.title


class Unreadable(errors.BangDuanError):
    """A request that cannot be read; ``field`` names the header or parameter, if it is one."""

    def __init__(self, en: str, th: str, field: str | None = None) -> None:
        super().__init__(en, th)
        self.field = field


class Refused(errors.BangDuanError):
    """Whoever asks may not; ``problem`` says why, ``permission`` what it would take."""

    def __init__(self, problem: Problem, permission: Permission | None = None) -> None:
        en, th = problem.advice_en, problem.advice_th
        if permission is not None:
            roles = sorted(permission.roles, key=ROLES.index)
            en = f"{permission.en}: for {', '.join(ROLE_NAMES[r][1] for r in roles)}. {en}"
            th = f"{permission.th}: สำหรับ{' '.join(ROLE_NAMES[r][0] for r in roles)} {th}"
        super().__init__(en, th)
        self.problem = problem
        self.permission = permission


MALFORMED = Problem(
    400, "malformed", "The request cannot be read", "อ่านคำขอไม่ได้",
    "Check the request against openapi.json.", "โปรดตรวจคำขอกับ openapi.json",
)  # fmt: skip
NOT_FOUND = Problem(
    404, "not-found", "Not found", "ไม่พบข้อมูล",
    "There is nothing at this address. Check it.", "ไม่มีข้อมูลที่ที่อยู่นี้ โปรดตรวจสอบ",
)  # fmt: skip
UNAUTHENTICATED = Problem(
    401, "sign-in", "Sign in first", "โปรดเข้าสู่ระบบก่อน",
    "Sign in, or send an API token as Authorization: Bearer.",
    "โปรดเข้าสู่ระบบ หรือส่งโทเคนแบบ Authorization: Bearer",
)  # fmt: skip
OTHER_ACCOUNT = Problem(
    401, "other-account", "Another account is signed in here", "ขณะนี้เข้าสู่ระบบด้วยบัญชีอื่น",
    "This was written by another account. Sign in with that one to send it.",
    "รายการนี้บันทึกโดยบัญชีอื่น โปรดเข้าสู่ระบบด้วยบัญชีนั้นเพื่อส่ง",
)  # fmt: skip
FORBIDDEN = Problem(
    403, "forbidden", "This is not yours to do", "ไม่มีสิทธิทำรายการนี้",
    "Ask an administrator for a role that may.", "โปรดขอสิทธิจากผู้ดูแลระบบ",
)  # fmt: skip
FOREIGN = Problem(
    403, "foreign-request", "The request came from another site", "คำขอมาจากเว็บไซต์อื่น",
    "Open the page again and send the form from there.", "โปรดเปิดหน้านี้ใหม่แล้วส่งแบบฟอร์มอีกครั้ง",
)  # fmt: skip
METHOD = Problem(
    405, "method", "This cannot be done here", "ทำรายการนี้ที่นี่ไม่ได้",
    "Use one of the methods named in the Allow header.", "โปรดใช้เมธอดที่ระบุใน Allow",
)  # fmt: skip
RULE = Problem(409, "rule", "A rule does not allow this", "ขัดกับระเบียบ")
FORGOTTEN = Problem(409, "person-forgotten", "The person was erased", "ข้อมูลบุคคลถูกลบแล้ว")
STALE = Problem(412, "stale-version", "Somebody changed it meanwhile", "มีผู้แก้ไขข้อมูลไปก่อน")
TOO_LARGE = Problem(
    413, "too-large", "The request is too large", "ข้อมูลที่ส่งมีขนาดใหญ่เกินไป",
    "Send less than a megabyte at once; of a register in a file, up to 8.",
    "โปรดส่งครั้งละไม่เกินหนึ่งเมกะไบต์ ไฟล์ทะเบียนที่นำเข้าไม่เกิน 8 เมกะไบต์",
)  # fmt: skip
NOT_JSON = Problem(
    415, "not-json", "Send application/json", "โปรดส่งข้อมูลแบบ application/json",
    "Send the body with Content-Type: application/json.",
    "โปรดส่งข้อมูลด้วย Content-Type: application/json",
)  # fmt: skip
TOO_MANY = Problem(
    429, "too-many", "Too many attempts", "ลองหลายครั้งเกินไป",
    "Wait as long as Retry-After says.", "โปรดรอตามเวลาที่ระบุใน Retry-After",
)  # fmt: skip
INVALID = Problem(
    422, "invalid", "Some fields are not valid", "ข้อมูลบางช่องไม่ถูกต้อง",
    "Correct the fields named in errors and send it again.",
    "โปรดแก้ไขช่องที่ระบุใน errors แล้วส่งใหม่",
)  # fmt: skip
MISSING = Problem(
    422, "names-nothing", "It names what is not here", "อ้างถึงข้อมูลที่ไม่มีอยู่",
    "Check the ids in the fields named in errors and send it again.",
    "โปรดตรวจรหัสในช่องที่ระบุใน errors แล้วส่งใหม่",
)  # fmt: skip
KEY_REUSED = Problem(422, "key-reused", "The idempotency key was used before", "รหัสกันส่งซ้ำถูกใช้แล้ว")
INTERNAL = Problem(
    500, "internal", "Something broke on our side", "ระบบขัดข้อง",
    "It was written to the log. Try again later.", "บันทึกข้อผิดพลาดไว้แล้ว โปรดลองใหม่ภายหลัง",
)  # fmt: skip
UNAVAILABLE = Problem(
    503, "unavailable", "The database does not answer", "ฐานข้อมูลไม่ตอบสนอง",
    "Try again soon, with the same Idempotency-Key if there was one.",
    "โปรดลองใหม่อีกครั้ง โดยใช้ Idempotency-Key เดิมถ้ามี",
)  # fmt: skip

NOT_YET = Problem(
    503, "not-known-yet", "Your account has not arrived here yet", "ข้อมูลบัญชียังมาไม่ถึงส่วนนี้",
    "It was opened a moment ago and every part is being told. Try again in two seconds.",
    "บัญชีเพิ่งเปิดและกำลังแจ้งไปทุกส่วนของระบบ โปรดลองใหม่ในอีกสองวินาที",
)  # fmt: skip

#: Every kind there is beside the rules, each of which is a kind of its own.
ALL: Final = (
    MALFORMED, UNAUTHENTICATED, OTHER_ACCOUNT, FORBIDDEN, FOREIGN, NOT_FOUND, METHOD, RULE,
    FORGOTTEN, STALE, TOO_LARGE, NOT_JSON, INVALID, MISSING, KEY_REUSED, TOO_MANY, INTERNAL,
    UNAVAILABLE, NOT_YET,
)  # fmt: skip

#: Problems that HTTP itself has, by status.
_OF_HTTP: Final = {
    p.status: p for p in (MALFORMED, NOT_FOUND, METHOD, TOO_LARGE, NOT_JSON, TOO_MANY)
}

_TABLE: Final[tuple[tuple[type[errors.BangDuanError], Problem], ...]] = (
    (errors.NotFound, NOT_FOUND),
    (errors.RuleBroken, RULE),
    (errors.PersonForgotten, FORGOTTEN),
    (errors.StaleVersion, STALE),
    (errors.KeyReused, KEY_REUSED),
    (errors.InvalidEvent, INVALID),
    (Unreadable, MALFORMED),
    (StoreUnavailable, UNAVAILABLE),
    (Interrupted, UNAVAILABLE),
)


def language() -> str:
    """The page's; for a program ``en`` when it prefers English, else ``th``."""
    if has_request_context() and not is_api():
        return translate.language()
    if has_request_context() and request.accept_languages:
        return request.accept_languages.best_match(["th", "en"]) or "th"
    return "th"


def is_api() -> bool:
    """True when a program asks, rather than a person with a browser."""
    parts = request.path.split("/", 3)
    return len(parts) > 2 and parts[2] in {"api", "health", "metrics"}


def _wants_page() -> bool:
    accepted = request.accept_mimetypes
    return not is_api() and (not accepted or accepted.best_match(_OFFERED) == _OFFERED[0])


def problem_response(
    problem: Problem,
    detail: str,
    *,
    name: str | None = None,
    fields: Mapping[str, list[str]] | None = None,
) -> Response:
    """The response that tells of a problem.

    Args:
        detail: what happened and what to do, already in the client's language.
        name: a more exact last part of ``type``.
        fields: field → messages.
    """
    response = _page(problem, detail) or _details(problem, detail, name, fields)
    if problem.status == UNAVAILABLE.status:
        response.headers["Retry-After"] = _RETRY_AFTER_SECONDS
    if problem is NOT_YET and request.method == "GET":
        response.headers["Refresh"] = _RETRY_AFTER_SECONDS  # a browser asks again by itself
    if problem.status == UNAUTHENTICATED.status:
        response.headers["WWW-Authenticate"] = 'Bearer realm="bangduan"'
    return response


def _page(problem: Problem, detail: str) -> Response | None:
    """The page that tells a person of it; None where a program asks."""
    show: Show | None = current_app.extensions.get(_SHOWN)
    return show(problem, detail) if show is not None and _wants_page() else None


def _details(
    problem: Problem, detail: str, name: str | None, fields: Mapping[str, list[str]] | None
) -> Response:
    body: dict[str, Any] = {
        "type": f"/problems/{name or problem.name}",
        "title": problem.title,
        "status": problem.status,
        "detail": detail,
        "instance": request.path,
    }
    if fields:
        body["errors"] = dict(fields)
    return Response(orjson.dumps(body), problem.status, content_type=CONTENT_TYPE)


def invalid(fields: Mapping[str, Any]) -> Response:
    """422 that names each field which is not valid."""
    return problem_response(INVALID, INVALID.advice, fields=by_field(fields, language()))


def register(app: Flask, show: Show | None = None) -> None:
    """Answer every error of ``app`` with problem details.

    Args:
        show: makes the page that a person gets instead, from the problem and its detail.
    """
    app.extensions[_SHOWN] = show
    app.register_error_handler(errors.BangDuanError, _ours)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def _said(error: errors.BangDuanError) -> str:
    return error.en if language() == "en" else error.th


def _ours(error: errors.BangDuanError) -> Response:
    if isinstance(error, errors.NotFound) and error.field is not None and not _in_path(error.field):
        return problem_response(MISSING, _said(error), fields={error.field: [_said(error)]})
    if isinstance(error, errors.InvalidEvent):
        return invalid(error.problems)
    if isinstance(error, Refused):
        return problem_response(error.problem, _said(error))
    problem = next((problem for kind, problem in _TABLE if isinstance(error, kind)), None)
    if problem is None:
        return _unexpected(error)
    if problem is UNAVAILABLE:
        _log.warning("the database does not answer: %s", error)
        return problem_response(problem, problem.advice)
    name = error.rule if isinstance(error, errors.RuleBroken) else None
    field = error.field if isinstance(error, (errors.RuleBroken, Unreadable)) else None
    detail = _said(error)
    return problem_response(problem, detail, name=name, fields={field: [detail]} if field else None)


def _in_path(field: str) -> bool:
    return field in (request.view_args or {})


def _http(error: HTTPException) -> Response:
    if error.code is not None and error.code < 400:  # a redirect
        return make_response(error.get_response())
    data: dict[str, Any] = getattr(error, "data", None) or {}
    messages = data.get("messages")
    if error.code == INVALID.status and isinstance(messages, dict):
        fields: dict[str, Any] = {}
        for place in messages.values():
            fields.update(place if isinstance(place, dict) else {"": place})
        return invalid(fields)
    status = error.code or INTERNAL.status
    problem = _OF_HTTP.get(status) or Problem(status, f"http-{status}", error.name, error.name)
    # what werkzeug says when nobody said more is English and tells a browser's user
    ours = error.description != type(error).description
    response = problem_response(problem, (ours and error.description) or problem.advice)
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Response:
    _log.error("unexpected error at %s", request.path, exc_info=error)
    return problem_response(INTERNAL, INTERNAL.advice)
