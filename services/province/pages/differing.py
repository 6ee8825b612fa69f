"""บันทึกที่กู้คืนเทียบกับที่เคยอ่าน: which events a site tells otherwise since its log went back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import orjson
from flask import abort, request

from bangduan.days import BANGKOK
from bangduan.events.types import Line
from bangduan.permissions import needs
from bangduan.web.pages import Leaf
from bangduan.web.translate import gettext
from services.province.pages import frame
from services.province.pages.places import called
from services.province.pages.sheets import Heading, Sheet
from services.province.permissions import READ_REVIEW
from services.province.restored import held_of, last_read, restored_of
from services.province.views.held import ComparisonFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from bangduan.web.app import Web
    from bangduan.web.layout import Words

#: Parts of events that are cells of an indicator; ``was`` is what they were before, not a part.
_CELLS: Final = ("cells", "by_kind", "by_sex")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An event in words.

    Attributes:
        number: its place in the list, from 1 on.
        kind: ``missing``, ``added`` or ``changed``.
        on: when the site recorded it.
        what: what it is about.
        before, now: what it told, and tells; None where it does not.
    """

    number: int
    kind: str
    on: str
    what: str
    before: str | None
    now: str | None


@needs(READ_REVIEW)
def show(web: Web, tambon: str) -> ResponseReturnValue:
    """What was read of the site before its log went back, beside what was read since."""
    words = frame.words()
    held = held_of(web.reader, tambon)
    asked = request.args.get("at")
    given = ComparisonFilter(set_aside_at=Line(asked) if asked else None)
    found = restored_of(web.application, given, tambon)
    if found is None and (held is None or asked):
        abort(404)
    differences = [] if found is None else [*_differences(found["items"], words)]
    last = last_read(web.application.database, tambon) if held else None
    return frame.show(
        "differing",
        web,
        [_sheet(differences, words)],
        tambon=tambon,
        called=called(tambon),
        held=held,
        last=None if last is None else _event(last, words),
        found=found,
        occasions=[(at, _moment(at, words)) for at in found["occasions"]] if found else [],
        differences=differences,
    )


def _offered(site: Mapping[str, Any]) -> bool:
    return bool(site["held"] or site["set_aside"])


DIFFERING: Final = Leaf(
    "restored-record",
    title="Compare the restored record with what was read",
    show=show,
    offers=_offered,
)


def _differences(items: Iterable[Mapping[str, Any]], words: Words) -> Iterable[Difference]:
    for number, item in enumerate(items, start=1):
        before, now = (_data(item[name]) for name in ("before", "now"))
        yield Difference(
            number=number,
            kind=item["kind"],
            on=_moment(item["time"], words),
            what=_about(item["type"], now or before or {}, words),
            before=None if before is None else _told(before, words),
            now=None if now is None else _told(now, words),
        )


def _data(text: str | None) -> Mapping[str, Any] | None:
    return None if text is None else orjson.loads(text)


def _event(event: Mapping[str, Any], words: Words) -> Mapping[str, str]:
    return {
        "on": _moment(event["time"], words),
        "what": _about(event["type"], event["data"], words),
        "told": _told(event["data"], words),
    }


def _about(type: str, data: Mapping[str, Any], words: Words) -> str:
    """What an event is about: an indicator and its period, a milestone, or its own name."""
    name = type.split(".")[-2]
    if name == "MilestoneReached":
        return words.milestone(str(data.get("kind")))
    if name == "HeadcountReported":
        subject = words.indicator("members")
    elif name in ("SiteDigested", "HeadsDigested"):
        subject = gettext("Digest of the books")
    elif name == "PeriodClosed":
        subject = gettext("Period closed by the site")
    else:
        subject = words.indicator(str(data["indicator"])) if "indicator" in data else name
    return f"{subject} · {words.period(str(data['period']))}" if "period" in data else subject


def _told(data: Mapping[str, Any], words: Words) -> str:
    """What an event tells, as short as an officer needs to see the difference."""
    parts = [
        f"{words.name(cell['cell'])} "
        + words.number(cell.get("value"), data.get("unit", "people"), cell.get("bound", "exact"))
        for name in _CELLS
        for cell in data.get(name, ())
    ]
    parts += [words.figure({"bound": "exact", **figure}) for figure in data.get("figures", ())]
    parts += [_day(data[name], words) for name in ("on", "closed_on", "day") if data.get(name)]
    parts += [str(data[name]) for name in ("body", "root", "digest") if data.get(name)]
    return " · ".join(parts) or gettext("nothing beside that it happened")


def _day(text: str, words: Words) -> str:
    return words.day(date.fromisoformat(text))


def _moment(text: str, words: Words) -> str:
    """A moment in Thailand; as it stands where it is none."""
    try:
        at = datetime.fromisoformat(text).astimezone(BANGKOK)
    except (ValueError, OverflowError):
        return text
    return f"{words.day(at.date())} {at:%H:%M}"


def _sheet(found: Sequence[Difference], words: Words) -> Sheet:
    said = {
        "missing": words.t("ไม่มีแล้ว", "missing now"),
        "added": words.t("มีเพิ่ม", "told only now"),
        "changed": words.t("เปลี่ยนไป", "told otherwise"),
    }
    return Sheet(
        "restored-record",
        words.t("รายการที่ต่างกัน", "Events that differ"),
        [
            Heading("number", words.t("ลำดับ", "No."), "number"),
            Heading("kind", words.t("ต่างกันอย่างไร", "How it differs")),
            Heading("recorded", words.t("ตำบลบันทึกเมื่อ", "Recorded by the site")),
            Heading("what", words.t("เรื่อง", "What")),
            Heading("before", words.t("เดิม", "What was")),
            Heading("now", words.t("ตอนนี้", "What is")),
        ],
        [(d.number, said[d.kind], d.on, d.what, d.before, d.now) for d in found],
    )
