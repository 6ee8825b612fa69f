"""A province with some sites, and a browser that looks at its pages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.domain import derived_id
from bangduan.events.definition import FORGOTTEN
from bangduan.events.envelope import Recorded, source_name
from bangduan.events.reporting import (
    Cell,
    Contribution,
    Figure,
    HeadcountReported,
    IndicatorReported,
    MilestoneReached,
    ServiceHeads,
    SiteDigested,
    Unit,
    root_of,
)
from bangduan.events.types import Bound, Count, EntityId, Line, Slug
from bangduan.permissions import Role
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.testing.access import Keys
from bangduan.unit_of_work import UnitOfWork
from bangduan.web.app import create_app
from bangduan.web.sessions import cookie_at
from services.province.service import service

BANG_DUAN, BANG_PU_MAI, BANG_BO = "110113", "110108", "110201"
_NUMBERS = itertools.count(1)


def reported(
    name: str,
    value: int | None,
    *,
    cell: str = "total",
    period: str = "to-date",
    bound: Bound = "exact",
    unit: Unit = "things",
) -> IndicatorReported:
    """A site tells one value of an indicator."""
    return IndicatorReported(
        report_id=EntityId(derived_id("report", name, period)),
        indicator=Slug(name),
        period=Slug(period),
        unit=unit,
        cells=(Cell(cell=Slug(cell), value=value, bound=bound),),
        contribution=Contribution(source=Line("x"), cell=Slug(cell), value=value or 0),
    )


def counted(*by_kind: tuple[str, int | None], period: str = "to-date") -> HeadcountReported:
    """A site tells its members by kind of organisation."""
    return HeadcountReported(
        report_id=EntityId(derived_id("heads", period)),
        period=Slug(period),
        by_kind=tuple(Cell(cell=Slug(kind), value=value) for kind, value in by_kind),
        by_sex=(),
        workings=Line(FORGOTTEN),
    )


def reached(kind: str, on: date | None = None, *, present: int | None = None) -> MilestoneReached:
    """A site tells a milestone."""
    figures = (
        ()
        if present is None
        else (Figure(figure=Slug("present"), value=Count(present), unit="people"),)
    )
    return MilestoneReached(
        milestone_id=EntityId(derived_id("milestone", kind, str(on))),
        kind=Slug(kind),
        on=on,
        figures=figures,
    )


def digested(day: date, sequence: str, events: int, digest: str) -> SiteDigested:
    """A site tells what the log of its funds came to."""
    funds = ServiceHeads(
        service=Slug("funds"),
        day=day,
        sequence=Line(sequence),
        events=Count(events),
        streams=Count(3),
        digest=Line(digest * 64),
    )
    return SiteDigested(
        digest_id=EntityId(derived_id("digest")),
        day=day,
        services=(funds,),
        root=root_of((funds,)),
    )


class Province:
    """The province of Samut Prakan, which follows what its sites tell.

    Args:
        folder: where its database lies.
    """

    def __init__(self, folder: Path) -> None:
        settings = Settings(tambon="110000", data=folder, sites=(BANG_DUAN, BANG_PU_MAI, BANG_BO))
        self.application = Application(service, settings)
        prepare(self.application)
        self.form_token = ""
        self.client: FlaskClient = create_app(self.application).test_client()

    def hears(self, tambon: str, *events: object, at: datetime | None = None) -> None:
        """A site's events arrive, told at a moment."""
        time = (at or datetime(2026, 11, 1, tzinfo=UTC)).isoformat()
        for event in events:
            number = str(next(_NUMBERS))
            unit = UnitOfWork(self.application)
            recorded = Recorded(
                source=source_name(tambon, "reporting"), id=derived_id("heard", number),
                stream="x", version=1, type="", time=time, sequence=number, meta={},
            )  # fmt: skip
            self.application.project_from("reporting", event, recorded, unit.rows)
            self.application.commit(unit)

    def signs_in(self, role: Role) -> None:
        """The browser is from now on that of somebody with this role."""
        value, self.form_token = Keys().cookie(self.application, role)
        self.client.set_cookie(cookie_at("province"), value)

    def sends(self, path: str, **typed: str) -> str:
        """Send a form; where it led."""
        answer = self.client.post(path, data={**typed, "form_token": self.form_token})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return str(answer.headers["Location"])

    def shows(self, path: str) -> str:
        """A page, which loads nothing from elsewhere and needs no inline script or style."""
        answer = self.client.get(path)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 200, page
        assert not re.search(r"<script(?! src)|<style|\sstyle=|https?://(?!localhost)", page)
        return page

    def table(self, path: str) -> list[list[str]]:
        """The cells of a page's first table, row by row, without what only a listener hears."""
        page = self.shows(path)
        first = page[page.index("<table") : page.index("</table>")]
        rows = re.findall(r"<tr.*?</tr>", first, re.DOTALL)
        return [
            [_text(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", r, re.DOTALL)] for r in rows
        ]

    def file(self, path: str) -> bytes:
        """A file to take away."""
        answer = self.client.get(path)
        assert answer.status_code == 200
        assert "attachment" in answer.headers["Content-Disposition"]
        return answer.get_data()

    def close(self) -> None:
        """Let go of the database."""
        self.application.close()


def first_cells(rows: Sequence[Sequence[str]]) -> list[str]:
    """What stands first in each row of a table's body."""
    return [row[0] for row in rows[1:]]


def _text(cell: str) -> str:
    heard = re.sub(r'<span class="visually-hidden">.*?</span>', "", cell, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", heard).split())
