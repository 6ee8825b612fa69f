"""ตัวชี้วัด: the indicators of a period, what each means, and the same as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from flask import Response, abort, jsonify, request

from bangduan.events.indicators import INDICATORS, PLANNED, RATIOS
from bangduan.events.types import Slug
from bangduan.permissions import needs
from bangduan.web import layout
from bangduan.web.pages import Pages, exporting
from bangduan.web.pages.desk import Desk
from bangduan.web.pages.shapes import Kind, Shape
from bangduan.web.pages.showing import Shown
from bangduan.web.translate import language
from services.reporting.figures import Figures, figures_of, history_of
from services.reporting.permissions import READ

if TYPE_CHECKING:
    from flask import Blueprint

    from bangduan.web.app import Web
    from bangduan.web.layout import Words

#: Columns of the file; what is hidden, unknown or bounded is said in ``shown`` alone.
_COLUMNS: Final[tuple[tuple[str, Kind], ...]] = (
    ("period", "text"),
    ("indicator", "text"),
    ("cell", "text"),
    ("value", "number"),
    ("amount_satang", "money"),
    ("shown", "text"),
)
_PERCENT: Final = "hundredths-of-percent"


def serve(blueprint: Blueprint, web: Web) -> None:
    """Add the pages."""

    @needs(READ)
    def indicators() -> str | Response:
        return _period(web)

    @needs(READ)
    def indicator(slug: str) -> str:
        return _one(web, slug)

    blueprint.add_url_rule("/reporting/indicators", "indicators", indicators)
    blueprint.add_url_rule("/reporting/indicators/<slug>", "indicator", indicator)


def _period(web: Web) -> str | Response:
    found = figures_of(web.reader, request.args.get("period", ""))
    words = layout.Words(language(), found.kind_names)
    match request.args.get("format"):
        case "csv" | "xlsx" as kind:
            return _file(web, kind, found, words)
        case "json":
            return jsonify(period=found.period, items=list(_items(found)))
    return layout.render(
        "reporting/indicators.html",
        web,
        names=found.kind_names,
        found=found,
        planned=PLANNED.values(),
    )


def _one(web: Web, slug: str) -> str:
    known = INDICATORS.get(Slug(slug))
    if known is not None:
        history = history_of(web.reader, known.slug)
        return layout.render(
            "reporting/indicator.html",
            web,
            names=history.kind_names,
            indicator=known,
            history=history,
        )
    ratio = RATIOS.get(Slug(slug))
    if ratio is None:
        abort(404)
    return layout.render("reporting/ratio.html", web, ratio=ratio)


def _file(web: Web, kind: str, found: Figures, words: Words) -> Response:
    shapes = [Shape(name=name, kind=sort) for name, sort in _COLUMNS]
    shown = Shown(Desk(Pages("reporting"), web), linked=False)
    rows = list(_lines(found, words))
    if kind == "csv":
        response = Response(
            b"".join(exporting.as_csv(shapes, rows, shown)), content_type=exporting.CSV
        )
    else:
        with exporting.as_xlsx(shapes, rows, shown) as file:
            response = Response(file.read(), content_type=exporting.XLSX)
    name = f"indicators-{web.tambon}-{found.period}.{kind}"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = "no-store"
    return response


def _lines(found: Figures, words: Words) -> Iterator[dict[str, Any]]:
    """A row for each cell, in the words of the page; numbers stand where they are exact."""
    period = words.period(found.period)
    for figure in found.figures:
        name = words.t(figure.indicator.thai, figure.indicator.english)
        for row in ([figure.total] if figure.total else []) + list(figure.parts):
            exact = row["value"] if row["bound"] == "exact" else None
            money = row["unit"] == "satang"
            counted = not money and row["unit"] != _PERCENT
            yield {
                "period": period,
                "indicator": name,
                "cell": words.name(row["cell"]),
                "value": exact if counted else None,
                "amount_satang": exact if money else None,
                "shown": words.amount(row["value"], row["unit"], row["bound"]),
            }
    for measured in found.ratios:
        if measured.value is not None:
            ratio = measured.ratio
            yield {
                "period": period,
                "indicator": words.t(ratio.thai, ratio.english),
                "cell": None,
                "value": None,
                "amount_satang": measured.value if ratio.unit == "satang" else None,
                "shown": words.amount(measured.value, ratio.unit),
            }


def _items(found: Figures) -> Iterator[Mapping[str, Any]]:
    """As ``_lines``, for a program; a hidden value is null."""
    for figure in found.figures:
        for row in ([figure.total] if figure.total else []) + list(figure.parts):
            yield {name: row[name] for name in ("indicator", "cell", "value", "bound", "unit")}
    for measured in found.ratios:
        yield {
            "indicator": measured.ratio.slug,
            "cell": "ratio",
            "value": measured.value,
            "bound": "exact",
            "unit": measured.ratio.unit,
        }
