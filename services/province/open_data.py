"""Open data of the province as files: JSON and CSV, for everybody, to be kept by caches.

``/province/api/v1/open-data?period=2026-06`` and ``…/open-data.csv``; without a period, all that
has been told to date. Both carry an ETag, so that who has them is told in a few bytes that
nothing is new, and name their licence in a ``Link`` header.
"""

from __future__ import annotations

import csv
import hashlib
import io
from typing import TYPE_CHECKING, Any, Final

import orjson
from flask import Response, abort, request

from bangduan.events.reporting import TO_DATE
from bangduan.permissions import reads
from bangduan.thai import place_of
from bangduan.web import problems
from bangduan.web.pages.exporting import CSV
from services.province.permissions import READ
from services.province.projections.open_data import open_values, periods_told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bangduan.application import Application
    from services.province.views.open_data import PeriodFilter

_ADDRESS: Final = "/province/api/v1/open-data"
JSON: Final = "application/json"
_FRESH: Final = "public, max-age=3600"
_COLUMNS: Final = (
    "tambon",
    "tambon_thai",
    "tambon_english",
    "district_thai",
    "district_english",
    "indicator",
    "cell",
    "period",
    "value",
    "bound",
    "unit",
    "state",
    "locked",
)


@reads(READ)
def open_data(application: Application, given: PeriodFilter) -> Response:
    """ข้อมูลเปิด: values of the open indicators in a period, what they mean, and the licence."""
    told = {"publisher": _publisher(application.tambon), **_values(application, given)}
    return _kept(orjson.dumps(told), JSON, told)


@reads(READ)
def open_data_csv(application: Application, given: PeriodFilter) -> Response:
    """ข้อมูลเปิดสำหรับตารางคำนวณ: the values, one a line; empty where ``state`` is not ``told``."""
    told = _values(application, given)
    return _kept(_lines(told), CSV, told)


def _values(application: Application, given: PeriodFilter) -> dict[str, Any]:
    period = given.period or str(TO_DATE)
    if period != TO_DATE and period not in periods_told(application.reader):
        abort(404, description=_nothing_for(period[:60]))
    return open_values(application.reader, period)


def _nothing_for(period: str) -> str:
    if problems.language() == "en":
        return f"Nothing is published for {period}. Take a period from the list of {_ADDRESS}."
    return f"ไม่มีข้อมูลเปิดของงวด {period} โปรดเลือกงวดจากรายการใน {_ADDRESS}"


def _publisher(code: str) -> dict[str, str | None]:
    place = place_of(f"{code[:2]}0101")
    thai, english = place.province if place is not None else (None, None)
    return {"code": code, "thai": thai, "english": english}


def _lines(told: Mapping[str, Any]) -> bytes:
    """CSV in UTF-8 with a mark of the byte order, so that a spreadsheet shows Thai."""
    text = io.StringIO()
    writer = csv.DictWriter(text, _COLUMNS)
    writer.writeheader()
    same = {"period": told["period"], "locked": str(told["locked"]).lower()}
    writer.writerows({**row, **same} for row in told["items"])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _kept(body: bytes, content_type: str, told: Mapping[str, Any]) -> Response:
    response = Response(body, content_type=content_type)
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.headers["Cache-Control"] = _FRESH
    licence = told["licence"]
    if licence is not None and licence["address"] is not None:
        response.headers["Link"] = f'<{licence["address"]}>; rel="license"'
    response.make_conditional(request)
    return response
