"""Who was invited to a meeting, or represented in it, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bangduan.permissions import reads
from bangduan.web.translate import value_label
from services.meetings.permissions import READ
from services.meetings.projections import lists

if TYPE_CHECKING:
    from bangduan.application import Reader

#: What is invited by a name of an open registry.
_KINDS: Final = frozenset({"kind", "office"})


@reads(READ)
def invited(reader: Reader, meeting_id: str) -> list[dict[str, Any]]:
    """ผู้ที่เชิญ; kinds of organisation and offices are called in the language of the page."""
    return [
        {**row, "name": value_label(row["name"])} if row["what"] in _KINDS else row
        for row in reader.all(lists.list_invited(meeting_id))
    ]
