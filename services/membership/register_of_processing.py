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
from bangduan.service import installed
from bangduan.web.translate import field_label, pair
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
def as_called(reader: Reader) -> Mapping[str, Any]:
    """As ``the_register``, with services and fields by what they are called, for people."""
    services = installed()
    items = [
        {
            **each,
            "service": pair(services[each["service"]].title)
            if each["service"] in services
            else each["service"],
            "fields": [field_label(name) for name in each["fields"]],
        }
        for each in the_register(reader)["items"]
    ]
    return {"items": items, "next": None}


@reads(READ)
def one_as_called(reader: Reader, activity: str) -> Mapping[str, Any] | None:
    """One activity of the register."""
    items = as_called(reader)["items"]
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
