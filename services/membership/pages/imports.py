"""Pages of registers taken in from files."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bangduan.web import imports
from bangduan.web.pages import Resource, Way
from services.membership.domain.importing import IMPORT
from services.membership.permissions import KEEP_ORGANISATIONS, KEEP_PEOPLE
from services.membership.projections.imports import one_import, told_imports
from services.membership.views.imports import ImportDetail

IMPORTS: Final = Resource(
    "imports",
    title="Imports",
    one="Import",
    key="import_id",
    query=told_imports,
    row=ImportDetail,
    columns=(
        "sort", "kept_on", "account_name", "status", "rows", "made", "there", "alike", "wrong",
        "file",
    ),
    named="sort",
    item=one_import,
    aggregate=IMPORT,
    leaves=imports.leaves(KEEP_ORGANISATIONS),
    ways=(Way("Take in a register from a file", "imports/new", KEEP_ORGANISATIONS),),
    search=False,
    sort="-kept_at",
    facts=(
        "status", "file", "kept_on", "account_name", "size_bytes", "rows?", "made?", "there?",
        "alike?", "wrong?",
    ),
    empty="No register was taken in from a file yet.",
    under="Keeping the register",
)  # fmt: skip

_PEOPLE: Final = Way("Take in from a file", "imports/new?sort=people", KEEP_PEOPLE)
_ORGANISATIONS: Final = Way(
    "Take in from a file", "imports/new?sort=organisations", KEEP_ORGANISATIONS
)


def with_imports(people: Resource, organisations: Resource) -> tuple[Resource, Resource]:
    """The tables of people and organisations, with the way to take a file in."""
    return (
        replace(people, ways=(*people.ways, _PEOPLE)),
        replace(organisations, ways=(*organisations.ways, _ORGANISATIONS)),
    )
