"""บันทึกรายการกิจกรรมการประมวลผล (PDPA ม.39): what personal data the site's services keep, and why.

Which fields there are follows from the contract and from the read tables of the services that are
installed, so that the register cannot forget one; purpose, basis and retention are recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from bangduan.application import Reader
from bangduan.kept import Kept, kept
from bangduan.permissions import reads
from services.membership.permissions import READ
from services.membership.projections.privacy import processing

_NOTHING: dict[str, Any] = {
    "purpose": None, "basis": None, "retention": None, "recipients": None, "version": 0,
}  # fmt: skip


@reads(READ)
def the_register(reader: Reader) -> Mapping[str, Any]:
    """Every activity with its fields, and what was recorded of it; one that is no more stays."""
    said = {row["activity"]: row for row in reader.all(select(processing))}
    items = [{**_shown(each), **_NOTHING, **said.pop(each.activity, {})} for each in kept()]
    return {"items": [*items, *_gone(said.values())], "next": None}


@reads(READ)
def one_activity(reader: Reader, activity: str) -> Mapping[str, Any] | None:
    """One activity of the register."""
    items = the_register(reader)["items"]
    return next((each for each in items if each["activity"] == activity), None)


def _shown(each: Kept) -> dict[str, Any]:
    return {
        "activity": each.activity,
        "service": each.service,
        "kept_in": each.kept_in,
        "kind": each.kind,
        "fields": list(each.fields),
    }


def _gone(said: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    """What was described and is kept by no service that is installed here."""
    for row in said:
        service, _, kept_in = str(row["activity"]).partition("-")
        yield {
            "service": service,
            "kept_in": kept_in or service,
            "kind": "table",
            "fields": [],
            **row,
        }
