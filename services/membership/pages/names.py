"""Pages of what things are called: kinds of organisation, offices, roles of leaders.

Forms offer these by name, in the language of whoever fills them in. The registries are open:
a kind is defined here, an office that is not in the list brings its own names.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from bangduan.events.types import Line, Slug
from bangduan.permissions import reads
from bangduan.web.pages import Related, Resource
from bangduan.web.translate import pair
from services.membership import views
from services.membership.domain.kind import KIND, DefineOrganisationKind
from services.membership.domain.registry import OFFICES as KNOWN_OFFICES
from services.membership.domain.registry import ROLES as KNOWN_ROLES
from services.membership.permissions import READ
from services.membership.projections import organisations, seats

if TYPE_CHECKING:
    from bangduan.application import Reader


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class KindRow(views.KindView):
    """A kind of organisation by its name in the language of the page."""

    name: Line


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OfficeName:
    """What an office is called."""

    office: Slug
    name: Line


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RoleName:
    """What the role of a leader is called."""

    role: Slug
    name: Line


@reads(READ)
def list_kinds(reader: Reader) -> dict[str, Any]:
    """ประเภทองค์กร, those every centre knows first."""
    given = organisations.list_kinds(reader)["items"]
    return {"items": [{**kind, "name": _said(kind)} for kind in given], "next": None}


@reads(READ)
def one_kind(reader: Reader, kind: str) -> dict[str, Any] | None:
    """ประเภทองค์กร."""
    return _one(list_kinds(reader), "kind", kind)


@reads(READ)
def list_office_names(reader: Reader) -> dict[str, Any]:
    """ชื่อตำแหน่ง: those every centre knows, then those that were established here."""
    known = {slug: dataclasses.asdict(name) for slug, name in KNOWN_OFFICES.items()}
    for office in reader.all(select(seats.offices).order_by(seats.offices.c.office)):
        known.setdefault(office["office"], office)
    items = [{"office": slug, "name": _said(name)} for slug, name in known.items()]
    return {"items": items, "next": None}


@reads(READ)
def one_office_name(reader: Reader, office: str) -> dict[str, Any] | None:
    """ชื่อตำแหน่ง."""
    return _one(list_office_names(reader), "office", office)


@reads(READ)
def list_roles(reader: Reader) -> dict[str, Any]:
    """หน้าที่ของผู้นำ."""
    known = {slug: dataclasses.asdict(name) for slug, name in KNOWN_ROLES.items()}
    items = [{"role": slug, "name": _said(name)} for slug, name in known.items()]
    return {"items": items, "next": None}


@reads(READ)
def one_role(reader: Reader, role: str) -> dict[str, Any] | None:
    """หน้าที่ของผู้นำ."""
    return _one(list_roles(reader), "role", role)


def _said(names: dict[str, Any]) -> str:
    return pair((names["thai"], names["english"]))


def _one(given: dict[str, Any], key: str, id: str) -> dict[str, Any] | None:
    return next((each for each in given["items"] if each[key] == id), None)


KINDS: Final = Resource(
    "kinds",
    title="Kinds of organisation",
    one="Kind of organisation",
    key="kind",
    query=list_kinds,
    row=KindRow,
    columns=("name", "location", "holds_funds"),
    named="name",
    item=one_kind,
    aggregate=KIND,
    create=DefineOrganisationKind,
    related=(
        Related(
            "organisations",
            title="Organisations",
            query=organisations.list_organisations,
            row=views.OrganisationView,
            columns=("name", "village", "member_count", "members_registered", "status"),
            links="organisations",
        ),
    ),
    menu=False,
    search=False,
    picks=("kinds",),
    here=("kind",),
)
OFFICE_NAMES: Final = Resource(
    "office-names",
    title="Kinds of office",
    one="Kind of office",
    key="office",
    query=list_office_names,
    row=OfficeName,
    columns=("name",),
    named="name",
    item=one_office_name,
    related=(
        Related(
            "offices",
            title="Offices",
            query=seats.list_offices,
            row=views.OfficeView,
            columns=("thai", "organisation_name", "village"),
            links="offices",
        ),
    ),
    menu=False,
    search=False,
    picks=(
        "office",
        "capacity",
        "chair_office",
        "delegate_capacity",
        "opened_as",
    ),
)
ROLES: Final = Resource(
    "roles",
    title="Roles of leaders",
    one="Role of leaders",
    key="role",
    query=list_roles,
    row=RoleName,
    columns=("name",),
    named="name",
    item=one_role,
    related=(
        Related(
            "leaders",
            title="Leaders",
            query=organisations.list_leaders,
            row=views.LeaderView,
            columns=("title", "name", "organisation_name", "term_from", "term_to", "status"),
            links="people",
            by="person_id",
        ),
    ),
    menu=False,
    search=False,
    picks=("role",),
)
