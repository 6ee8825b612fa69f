"""JSON resources, declared: a command to post, a list to page through, one thing to get.

    API = Api("membership")
    API.command("POST", "/organisations", RegisterOrganisation, tag="organisations",
                summary="Register an organisation", makes="organisation_id")
    API.listing("GET", "/organisations", view=OrganisationView, query=list_organisations, …)
    API.item("GET", "/organisations/<organisation_id>", view=OrganisationView, query=…)

Every service gets the same: OpenAPI, problem details, ``Idempotency-Key``, ``ETag`` and
``If-Match`` (a stream's version), cursor paging, and ``events?after=`` for auditors. Who may use a
resource stands at the command (``@command(permission)``) or the query (``@reads(permission)``);
one that does not say cannot be declared.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final

import marshmallow
import orjson
from flask import Response, abort, request
from marshmallow import fields
from sqlalchemy import Select
from uuid6 import uuid7

from bangduan.domain import derived_id
from bangduan.errors import ConfigurationError
from bangduan.events.schema import StrictSchema, schema_class_for, schema_for
from bangduan.permissions import needs, permission_of
from bangduan.unit_of_work import Context
from bangduan.web import observed, problems
from bangduan.web.guard import identity
from bangduan.web.openapi import AnswerSchema, documented
from bangduan.web.paging import PageSchema
from bangduan.web.paging import page as one_page
from bangduan.web.reading import (
    ReadingBlueprint,
    largest_body,
    only_known_parameters,
    takes_up_to,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flask_smorest import Blueprint

    from bangduan.application import Answer, Application
    from bangduan.permissions import Permission

_KEY: Final = re.compile(r"[\x21-\x7e]{1,255}")
_ETAG: Final = re.compile(r'(?:W/)?(?P<quote>"?)(?P<version>[0-9]{1,15})(?P=quote)')
_PARAMETER: Final = re.compile(r"<(?:\w+:)?(\w+)>")
_WHOLE: Final = re.compile(r"-?[0-9]{1,16}")
_TRUTH: Final = {"true": True, "false": False}


_NOTHING_NEW: Final = "It is as it was; sent to whom tells its ETag with If-None-Match."


@dataclasses.dataclass(slots=True)
class Api:
    """The resources of one service.

    Args:
        name: the service.
        makes: the id fields that commands make, by command.
    """

    name: str
    makes: dict[type, str] = dataclasses.field(default_factory=dict)
    _declared: list[Callable[[Blueprint, Application], None]] = dataclasses.field(
        default_factory=list
    )
    _permissions: set[Permission] = dataclasses.field(default_factory=set)

    @property
    def permissions(self) -> frozenset[Permission]:
        """What its resources need, all together."""
        return frozenset(self._permissions)

    def command(
        self, method: str, path: str, command: type, *, tag: str, summary: str,
        makes: str | None = None,
    ) -> None:  # fmt: skip
        """Declare a command.

        Args:
            path: below ``/<service>/api/v1``; ``<field>`` fills that field of the command.
            makes: the id field a client may leave out; the answer is then 201 with the id.
        """
        permission = self._declared_by(command)
        in_path = tuple(_PARAMETER.findall(path))
        body = _body_schema(command, in_path, makes)
        if makes is not None:
            self.makes[command] = makes

        def declare(blueprint: Blueprint, application: Application) -> None:
            def carry_out(given: dict[str, Any], **path_values: str) -> Response:
                key = _idempotency_key()
                values = {**given, **_checked_path(command, path_values)}
                if makes is not None and values.get(makes) is None:
                    values[makes] = derived_id(self.name, key, makes) if key else str(uuid7())
                answer = application.execute(
                    command(**values), key=key, context=context(), expected_version=_if_match()
                )
                return _answered(answer, path, values, makes)

            view = blueprint.arguments(body)(carry_out)
            view = blueprint.response(201 if makes else 200, AnswerSchema)(view)
            view = documented(
                blueprint,
                view,
                command,
                tag=tag,
                summary=summary,
                permission=permission,
                changes=True,
            )
            blueprint.add_url_rule(
                path, endpoint=command.__name__, view_func=needs(permission)(view),
                methods=[method],
            )  # fmt: skip

        self._declared.append(declare)

    def listing(
        self, method: str, path: str, *, view: type,
        query: Callable[..., Select[Any]], tag: str, summary: str, filters: type | None = None,
    ) -> None:  # fmt: skip
        """Declare a list, paged by its first table's primary key.

        Args:
            view: dataclass of one item.
            query: ``(filters) -> Select``, or ``() -> Select`` without filters; path
                parameters are given as keyword arguments.
            filters: dataclass of optional scalars, taken from the query string.
        """
        permission = self._declared_by(query)
        item = schema_class_for(view)
        page_schema = type(
            f"{view.__name__}Page",
            (marshmallow.Schema,),
            {
                "items": fields.List(fields.Nested(item), required=True),
                "next": fields.String(allow_none=True, required=True),
            },
        )

        chosen_by = {f.name for f in dataclasses.fields(filters)} if filters is not None else set()

        def declare(blueprint: Blueprint, application: Application) -> None:
            def page(paging: dict[str, Any], *chosen: Any, **path_values: str) -> dict[str, Any]:
                only_known_parameters({"after", "limit", *chosen_by})
                select = query(*chosen, **path_values)
                return one_page(application.reader, select, paging["after"], paging["limit"])

            function: Any = page
            if filters is not None:
                function = blueprint.arguments(_filter_schema(filters), location="query")(function)
            function = blueprint.arguments(PageSchema, location="query")(function)
            function = blueprint.response(200, page_schema)(function)
            function = documented(
                blueprint, function, query, tag=tag, summary=summary, permission=permission
            )
            blueprint.add_url_rule(
                path, endpoint=f"list_{query.__name__}", view_func=needs(permission)(function),
                methods=[method],
            )  # fmt: skip

        self._declared.append(declare)

    def item(
        self, method: str, path: str, *, view: type, query: Callable[..., Any], tag: str,
        summary: str,
    ) -> None:  # fmt: skip
        """Declare one thing.

        Args:
            view: dataclass of the answer; a ``version`` in it becomes the ETag.
            query: ``(reader, **path parameters) -> mapping``, or None when there is none.
        """
        permission = self._declared_by(query)

        def declare(blueprint: Blueprint, application: Application) -> None:
            def one(**path_values: str) -> Any:
                found = query(application.reader, **path_values)
                if found is None:
                    abort(404, description=_nothing_here(path_values))
                version = found.get("version")
                return found if version is None else (found, {"ETag": f'"{version}"'})

            function = blueprint.response(200, schema_class_for(view))(one)
            function = documented(
                blueprint, function, query, tag=tag, summary=summary, permission=permission
            )
            blueprint.add_url_rule(
                path, endpoint=f"one_{query.__name__}", view_func=needs(permission)(function),
                methods=[method],
            )  # fmt: skip

        self._declared.append(declare)

    def act(
        self, method: str, path: str, *, given: type, view: type, act: Callable[..., Any],
        tag: str, summary: str, status: int = 200,
    ) -> None:  # fmt: skip
        """Declare what is more than one command or query: its answer holds what is shown once.

        There is no ``Idempotency-Key`` for it: nothing of what it is given or answers is kept.

        Args:
            given: dataclass of the body; of the query string for ``GET``.
            view: dataclass of the answer.
            act: ``(application, given, **path parameters) -> mapping``; it carries its permission.
        """
        permission = self._declared_by(act)
        reading = method == "GET"
        schema = _filter_schema(given) if reading else schema_class_for(given)

        def declare(blueprint: Blueprint, application: Application) -> None:
            def acted(values: Any, **path_values: str) -> Any:
                if reading:
                    only_known_parameters(f.name for f in dataclasses.fields(given))
                return act(application, values, **path_values)

            location = "query" if reading else "json"
            function = blueprint.arguments(schema, location=location)(acted)
            function = blueprint.response(status, schema_class_for(view))(function)
            function = documented(
                blueprint, function, act, tag=tag, summary=summary, permission=permission,
                body=not reading,
            )  # fmt: skip
            if (most_bytes := largest_body(act)) is not None:
                function = takes_up_to(most_bytes)(function)
            blueprint.add_url_rule(
                path, endpoint=f"act_{act.__name__}", view_func=needs(permission)(function),
                methods=[method],
            )  # fmt: skip

        self._declared.append(declare)

    def file(
        self, path: str, *, given: type, show: Callable[..., Response], tag: str, summary: str,
        content_type: str, view: type | None = None,
    ) -> None:  # fmt: skip
        """Declare a file to take away, which caches may keep by its ``ETag``.

        Args:
            given: dataclass of optional scalars, taken from the query string.
            show: ``(application, given) -> response``; it carries its permission.
            view: dataclass of what a file in JSON holds; any other is told of as text.
        """
        permission = self._declared_by(show)
        held: Any = {"type": "string"} if view is None else schema_class_for(view)

        def declare(blueprint: Blueprint, application: Application) -> None:
            def shown(values: Any) -> Response:
                only_known_parameters(f.name for f in dataclasses.fields(given))
                return show(application, values)

            function = blueprint.arguments(_filter_schema(given), location="query")(shown)
            function = blueprint.response(200, held, content_type=content_type)(function)
            function = blueprint.alt_response(304, description=_NOTHING_NEW)(function)
            function = documented(
                blueprint, function, show, tag=tag, summary=summary, permission=permission
            )
            blueprint.add_url_rule(
                path, endpoint=f"file_{show.__name__}", view_func=needs(permission)(function)
            )

        self._declared.append(declare)

    def blueprint(self, application: Application) -> Blueprint:
        """The Flask blueprint that serves everything declared."""
        blueprint = ReadingBlueprint(
            f"{self.name}_api", __name__, url_prefix=f"/{self.name}/api/v1",
            description=f"Resources of {self.name}",
        )  # fmt: skip
        for declare in self._declared:
            declare(blueprint, application)
        return blueprint

    def _declared_by(self, what: Any) -> Permission:
        permission = permission_of(what)
        if permission is None:
            msg = f"{what.__qualname__} does not say who may use it: give it a permission"
            raise ConfigurationError(msg)
        self._permissions.add(permission)
        return permission


def _body_schema(command: type, in_path: Sequence[str], makes: str | None) -> type[StrictSchema]:
    """The command's schema without what the path gives; the id it may make is optional."""
    declared: dict[str, Any] = {
        name: field
        for name, field in schema_for(command).declared_fields.items()
        if name not in in_path
    }
    if makes is not None:
        made = declared[makes]
        declared[makes] = type(made)(required=False, allow_none=True, load_default=None)
    return type(f"{command.__name__}Body", (StrictSchema,), declared)


class _FromText(marshmallow.Schema):
    """A query string has only text: numbers and truth values are read from it first."""

    class Meta:
        unknown = marshmallow.EXCLUDE

    @marshmallow.pre_load
    def _read(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        values = {name: data[name] for name in self.fields if name in data}
        for name, text in values.items():
            if isinstance(self.fields[name], fields.Boolean):
                values[name] = _TRUTH.get(text, text)
            elif isinstance(self.fields[name], fields.Integer) and _WHOLE.fullmatch(text):
                values[name] = int(text)
        return values


def _filter_schema(filters: type) -> type[marshmallow.Schema]:
    return type(f"{filters.__name__}Query", (_FromText, schema_class_for(filters)), {})


def _checked_path(command: type, values: dict[str, str]) -> dict[str, Any]:
    schema = schema_for(command)
    try:
        return {name: schema.fields[name].deserialize(value) for name, value in values.items()}
    except marshmallow.ValidationError:
        abort(404, description=_nothing_here(values))


def _nothing_here(values: dict[str, str]) -> str:
    shown = ", ".join(str(value) for value in values.values())[:100]
    if problems.language() == "en":
        return f"There is nothing under {shown}. Check the id."
    return f"ไม่พบข้อมูลรหัส {shown} โปรดตรวจสอบรหัส"


def _idempotency_key() -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _KEY.fullmatch(key):
        raise problems.Unreadable(
            "Idempotency-Key must be 1 to 255 visible ASCII characters.",
            "Idempotency-Key ต้องเป็นอักขระ ASCII ที่มองเห็นได้ 1 ถึง 255 ตัว",
            "Idempotency-Key",
        )
    return key


def _if_match() -> int | None:
    given = request.headers.get("If-Match")
    if given is None or given == "*":
        return None
    found = _ETAG.fullmatch(given.strip())
    if found is None:
        raise problems.Unreadable(
            'If-Match must be a version, as "7".', 'If-Match ต้องเป็นเลขรุ่น เช่น "7"', "If-Match"
        )
    return int(found["version"])


def context() -> Context:
    """Who does what this request asks for, and what it belongs to."""
    correlation = request.headers.get("X-Correlation-Id", "")
    who = identity()
    return Context(
        actor=who.account_id if who is not None else None,
        correlation_id=correlation if _KEY.fullmatch(correlation) else observed.correlation_id(),
        causation_id=observed.request_id(),
        traceparent=_traceparent(request.headers.get("traceparent")),
        session_id=who.session_id if who is not None else None,
    )


def _traceparent(given: str | None) -> str | None:
    if given and re.fullmatch(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}", given):
        return given
    return None


def _answered(answer: Answer, path: str, values: Mapping[str, Any], makes: str | None) -> Response:
    """What the client is told: the version now, and the id of what came to be."""
    body = orjson.loads(answer.to_json())
    if makes is not None:
        body["made"] = {makes: values[makes]}
    status = 200 if makes is None else 201
    response = Response(orjson.dumps(body), status, content_type="application/json")
    response.headers["ETag"] = f'"{answer.version}"'
    if makes is not None and "<" not in path:
        response.headers["Location"] = f"{request.path.rstrip('/')}/{values[makes]}"
    if answer.repeated:
        response.headers["Idempotency-Replayed"] = "true"
    return response
