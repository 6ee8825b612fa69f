"""Pages of kinds of organisation, which forms offer by their name in the reader's language."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from bangduan.events.types import Line
from bangduan.permissions import reads
from bangduan.web.pages import Related, Resource
from bangduan.web.translate import pair
from services.membership import views
from services.membership.domain.kind import (
    KIND,
    DefineOrganisationKind,
    ReviseOrganisationKind,
)
from services.membership.permissions import READ
from services.membership.projections import organisations

if TYPE_CHECKING:
    from bangduan.application import Reader


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class KindRow(views.KindView):
    """A kind of organisation by its name in the language of the page."""

    name: Line


@reads(READ)
def list_kinds(reader: Reader) -> dict[str, Any]:
    """ประเภทองค์กร, those every centre knows first."""
    given = organisations.list_kinds(reader)["items"]
    named = [{**kind, "name": pair((kind["thai"], kind["english"]))} for kind in given]
    return {"items": named, "next": None}


@reads(READ)
def one_kind(reader: Reader, kind: str) -> dict[str, Any] | None:
    """ประเภทองค์กร."""
    given = list_kinds(reader)["items"]
    return next((each for each in given if each["kind"] == kind), None)


KINDS: Final = Resource(
    "kinds",
    title="Kinds of organisation",
    one="Kind of organisation",
    key="kind",
    query=list_kinds,
    row=KindRow,
    columns=("name", "location", "holds_funds", "needs", "least_members"),
    named="name",
    item=one_kind,
    aggregate=KIND,
    create=DefineOrganisationKind,
    actions=(ReviseOrganisationKind,),
    begins={
        ReviseOrganisationKind: (
            "thai",
            "english",
            "holds_funds",
            "location",
            "seats",
            "needs",
            "least_members",
        )
    },
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
