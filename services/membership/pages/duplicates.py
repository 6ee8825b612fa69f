"""The page of entries that may be one person."""

from __future__ import annotations

from typing import Final

from bangduan.web.pages import Related, Resource
from services.membership.domain.life import MergePeople, TellApart
from services.membership.projections import duplicates
from services.membership.views.duplicates import DuplicateEntryRow, DuplicateView

DUPLICATES: Final = Resource(
    "duplicates",
    title="Entries that may be doubles",
    one="Two entries that may be one person",
    key="pair_id",
    query=duplicates.list_duplicates,
    row=DuplicateView,
    columns=("name", "into_name", "village", "certainty", "signs"),
    named="name",
    item=duplicates.one_duplicate,
    related=(
        Related(
            "entries",
            title="The two entries",
            query=duplicates.entries_of_duplicate,
            row=DuplicateEntryRow,
            columns=("name", "sex", "village", "born_on", "birth_year", "phone"),
            links="people",
            by="person_id",
            actions=(MergePeople, TellApart),
        ),
    ),
    search=False,
    sort="certainty,name",
    facts=("name", "into_name", "village", "certainty", "signs"),
    empty="No two entries look like one person.",
    under="Keeping the register",
)
