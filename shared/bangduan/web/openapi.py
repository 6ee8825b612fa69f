"""What OpenAPI tells of a resource: who may use it, what it answers, what may go wrong."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, Final

import marshmallow
from marshmallow import fields

from bangduan.events import types as scalar
from bangduan.events.schema import SCALARS
from bangduan.permissions import OWN, PUBLIC, ROLE_NAMES, ROLES
from bangduan.web import problems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask_smorest import Blueprint

    from bangduan.permissions import Permission

#: Name of the way to say who asks, as the document has it.
BEARER: Final = "bearer"
_SCHEME: Final = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "An API token, issued at /accounts/ for some services to read or to write.",
}
_RETRY_AFTER: Final = {
    "Retry-After": {
        "description": "Seconds after which to ask again.", "schema": {"type": "integer"},
    }
}  # fmt: skip
#: Statuses of an operation's problems, until the document is whole.
_PROBLEMS: Final = "x-problems"
COMMAND_HEADERS: Final = (
    {
        "in": "header",
        "name": "Idempotency-Key",
        "description": "The same key and command answer as the first time.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    },
    {
        "in": "header",
        "name": "If-Match",
        "description": "The version the change was made against; 412 when it moved on.",
        "schema": {"type": "string", "pattern": r'^(\*|(W/)?("[0-9]{1,15}"|[0-9]{1,15}))$'},
    },
)


# neither control characters nor white space alone are text; a text may have lines and tabs
_IN_A_LINE: Final = r"\x00-\x08\x0a-\x1f\x7f"
_IN_A_TEXT: Final = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
_VISIBLE: Final = {
    scalar.Line: rf"^[^{_IN_A_LINE}]*[^\s{_IN_A_LINE}][^{_IN_A_LINE}]*$",
    scalar.Prose: rf"^[^{_IN_A_TEXT}]*[^\s{_IN_A_TEXT}][^{_IN_A_TEXT}]*$",
}
#: What a field of a command, an event or a filter admits, as JSON Schema has it.
_ADMITTED: Final[dict[type, dict[str, Any]]] = {
    field: {
        # lengths and ranges follow from the field's own checks
        **{name: value for name, value in schema.items() if name in {"format", "pattern"}},
        **({"pattern": _VISIBLE[hint]} if hint in _VISIBLE else {}),
    }
    for hint, (field, schema) in SCALARS.items()
    if hint is not str
}


def admitted(_converter: Any, field: Any, **_: Any) -> dict[str, Any]:
    """What OpenAPI tells of a field beside its type: all that is asked of it, where it can."""
    return _ADMITTED.get(type(field), {})


class AnswerSchema(marshmallow.Schema):
    """What every command answers."""

    id = fields.String(required=True, metadata={"description": "id of what the command spoke to"})
    version = fields.Integer(required=True, metadata={"description": "version of its stream now"})
    ids = fields.List(fields.String(), metadata={"description": "streams that were appended to"})
    made = fields.Dict(
        keys=fields.String(), values=fields.String(),
        metadata={"description": "what came to be, by the name of its id"},
    )  # fmt: skip


class ProblemSchema(marshmallow.Schema):
    """Problem details (RFC 9457)."""

    type = fields.String(
        required=True, metadata={"description": "/problems/<name>, an address that explains it"}
    )
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String()
    instance = fields.String()
    errors = fields.Dict(keys=fields.String(), metadata={"description": "field to messages"})


def documented(
    blueprint: Blueprint,
    view: Any,
    what: Any,
    *,
    tag: str,
    summary: str,
    permission: Permission,
    changes: bool = False,
    body: bool = False,
) -> Any:
    """The view with what OpenAPI tells of it.

    Args:
        what: the command or the query, whose docstring describes it.
        changes: it carries out a command, rather than answering a question.
        body: it takes a body though it is no command.
    """
    told: dict[str, Any] = {"tags": [tag], "summary": summary}
    told["description"] = "\n\n".join(
        (inspect.cleandoc(what.__doc__ or ""), _for_whom(permission))
    ).strip()
    told["security"] = [] if permission.public else [{BEARER: []}]
    # not one ``alt_response`` each: each wraps the view once more and copies all said before
    told[_PROBLEMS] = [p.status for p in _expected(permission, body=changes or body)]
    if changes:
        told["parameters"] = list(COMMAND_HEADERS)
    return blueprint.doc(**told)(view)


def whole(document: dict[str, Any]) -> dict[str, Any]:
    """The document with problems, how to say who asks, and one origin for all services."""
    components = dict(document.get("components", {}))
    components["securitySchemes"] = {BEARER: _SCHEME}
    paths = {
        path: {method: _with_problems(told) for method, told in item.items()}
        for path, item in document["paths"].items()
    }
    return {**document, "paths": paths, "components": components, "servers": [{"url": "/"}]}


def _with_problems(told: Any) -> Any:
    """An operation with what may go wrong in it; what is no operation stays."""
    if not isinstance(told, dict) or _PROBLEMS not in told:
        return told
    rest = {name: value for name, value in told.items() if name != _PROBLEMS}
    wrong = {str(status): _ANSWERS[status] for status in told[_PROBLEMS]}
    return {**rest, "responses": {**told["responses"], **wrong}}


def _for_whom(permission: Permission) -> str:
    if permission.public:
        return "For everybody."
    roles = sorted(permission.roles, key=ROLES.index)
    who = "everybody who is signed in" if permission.personal else ", ".join(
        ROLE_NAMES[role][1] for role in roles
    )  # fmt: skip
    return (
        f"Permission `{permission.name}`: {permission.en}. For {who}; scope `{permission.scope}`."
    )


def _expected(permission: Permission, *, body: bool) -> Sequence[problems.Problem]:
    """What may go wrong, one a status."""
    found = [problems.MALFORMED, problems.NOT_FOUND, problems.TOO_MANY, problems.UNAVAILABLE]
    if not permission.public:
        found += [problems.UNAUTHENTICATED, problems.FORBIDDEN]
    if body:
        found += [problems.RULE, problems.STALE, problems.TOO_LARGE, problems.NOT_JSON]
    return [*found, problems.INVALID, problems.INTERNAL]


_ANSWERS: Final[dict[int, dict[str, Any]]] = {
    problem.status: {
        "description": problem.en,
        "content": {problems.CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        **({"headers": _RETRY_AFTER} if problem.status in (429, 503) else {}),
    }
    for problem in (
        *_expected(OWN, body=True),
        *_expected(PUBLIC, body=False),
    )
}
