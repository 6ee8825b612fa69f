"""Documentation that a service serves itself: its API to read, and every problem it may tell of.

``/<service>/api/v1/docs`` is made from the OpenAPI document, for people; ``/problems/<name>`` is
what the ``type`` of problem details leads to, in both languages, as a page or as JSON. Everybody
may read both, and neither needs a script or another host.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final

import orjson
from flask import Blueprint, Response, abort, request

from bangduan.domain import rules
from bangduan.permissions import PUBLIC, needs
from bangduan.web import layout, problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bangduan.service import Service

_METHODS: Final = ("get", "post", "put", "patch", "delete")
_FACT: Final = re.compile(r"\{(\w+)[^}]*\}")


@dataclasses.dataclass(frozen=True, slots=True)
class Explained:
    """One kind of problem, in both languages."""

    name: str
    status: int
    title: tuple[str, str]
    detail: tuple[str, str]

    def as_json(self) -> dict[str, Any]:
        """What a program reads; Thai first, as everywhere."""
        th, en = self.title
        detail_th, detail_en = self.detail
        return {
            "type": f"/problems/{self.name}",
            "status": self.status,
            "title": {"th": th, "en": en},
            "detail": {"th": detail_th, "en": detail_en},
        }


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """A field of a body, of an answer, or a parameter."""

    name: str
    kind: str
    required: bool
    description: str


@dataclasses.dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the API, as a person reads it."""

    method: str
    path: str
    summary: str
    description: tuple[str, ...]
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answers: tuple[tuple[str, str], ...]
    answer: tuple[Field, ...]


def blueprint(service: Service, document: Callable[[], dict[str, Any]]) -> Blueprint:
    """The blueprint that serves both.

    Args:
        document: makes the OpenAPI document.
    """
    documents = Blueprint("documents", __name__, template_folder="templates")
    prefix = f"/{service.name}"

    @needs(PUBLIC)
    def docs() -> str:
        return layout.document(
            "documents/api.html", service=service, operations=operations(document())
        )

    @needs(PUBLIC)
    def all_problems() -> Response:
        found = sorted(explained().values(), key=lambda each: (each.status, each.name))
        return _either("documents/problems.html", found, [each.as_json() for each in found])

    @needs(PUBLIC)
    def one_problem(name: str) -> Response:
        found = explained().get(name)
        if found is None:
            abort(404)
        return _either("documents/problems.html", [found], found.as_json())

    documents.add_url_rule(f"{prefix}/api/v1/docs", "docs", docs)
    # the origin answers for the services it has; one from elsewhere answers for itself
    for where, endpoint in ((f"{prefix}/api/v1/docs", "own"), ("", "all")):
        documents.add_url_rule(f"{where}/problems/", f"{endpoint}_problems", all_problems)
        documents.add_url_rule(f"{where}/problems/<name>", f"{endpoint}_problem", one_problem)
    return documents


def explained() -> dict[str, Explained]:
    """Every kind of problem by its name: those all services have, and each rule's."""
    found = {
        each.name: Explained(
            each.name,
            each.status,
            (each.th, each.en),
            (each.advice_th or each.th, each.advice_en or each.en),
        )
        for each in problems.ALL
    }
    said = problems.RULE
    for rule in rules():
        detail = (_FACT.sub(r"(\1)", rule.th), _FACT.sub(r"(\1)", rule.en))
        found[rule.name] = Explained(rule.name, said.status, (said.th, said.en), detail)
    return found


def operations(document: Mapping[str, Any]) -> dict[str, list[Operation]]:
    """The operations of an OpenAPI document, by their tag."""
    found: dict[str, list[Operation]] = {}
    for path, each in document["paths"].items():
        shared = each.get("parameters", [])
        for method in _METHODS:
            if method in each:
                told = each[method]
                tag = next(iter(told.get("tags", [])), "")
                found.setdefault(tag, []).append(_operation(document, method, path, told, shared))
    return found


def _operation(
    document: Mapping[str, Any], method: str, path: str, told: Mapping[str, Any], shared: list[Any]
) -> Operation:
    answers = {
        status: _resolved(document, answer)
        for status, answer in sorted(told["responses"].items())
    }  # fmt: skip
    good = next((answer for status, answer in answers.items() if status.startswith("2")), {})
    parameters = [_resolved(document, one) for one in (*shared, *told.get("parameters", []))]
    return Operation(
        method=method.upper(),
        path=path,
        summary=told.get("summary", ""),
        description=tuple(told.get("description", "").split("\n\n")),
        parameters=tuple(
            Field(
                one["name"], f"{_kind(document, one.get('schema', {}))} · {one['in']}",
                one.get("required", False), one.get("description", ""),
            )
            for one in parameters
        ),
        body=tuple(_fields(document, told.get("requestBody", {}))),
        answers=tuple((status, one.get("description", "")) for status, one in answers.items()),
        answer=tuple(_fields(document, good)),
    )  # fmt: skip


def _fields(document: Mapping[str, Any], holder: Mapping[str, Any]) -> Iterable[Field]:
    """The fields of a body's or an answer's JSON object; of a list, those of its items."""
    content = holder.get("content", {}).get("application/json", {})
    schema = _resolved(document, content.get("schema", {}))
    if "items" in schema.get("properties", {}):
        items = schema["properties"]["items"].get("items", {})
        schema = _resolved(document, items)
    required = schema.get("required", [])
    for name, inner in sorted(schema.get("properties", {}).items()):
        kind, said = _kind(document, inner), inner.get("description", "")
        yield Field(name, kind, name in required, said)


def _kind(document: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """What a schema admits, in a few words."""
    schema = _resolved(document, schema)
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"] if value is not None)
    if "anyOf" in schema:
        return " | ".join(_kind(document, one) for one in schema["anyOf"])
    kinds = schema.get("type", "object")
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    if "array" in kinds:
        return f"[{_kind(document, schema.get('items', {}))}]"
    names = [schema.get("format", kind) if kind == "string" else kind for kind in kinds]
    return " | ".join(names)


def _resolved(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Any = schema
    while "$ref" in found:
        place: Any = document
        for part in found["$ref"].removeprefix("#/").split("/"):
            place = place[part]
        found = place
    result: Mapping[str, Any] = found
    return result


def _either(template: str, found: list[Explained], body: object) -> Response:
    """A page for a browser, JSON for everybody else."""
    wanted = request.accept_mimetypes.best_match(["application/json", "text/html"])
    if wanted == "text/html":
        response = Response(layout.document(template, problems=found))
    else:
        response = Response(orjson.dumps(body), content_type="application/json")
    response.headers["Vary"] = "Accept, Cookie"
    return response
