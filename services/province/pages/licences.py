"""สัญญาอนุญาตข้อมูลเปิด: under which licence everybody may use the open data."""

from __future__ import annotations

from typing import Final

from bangduan.web.pages import Resource
from services.province.domain.licence import LICENCE, SetLicence
from services.province.pages.rows import LicenceRow
from services.province.projections.open_data import list_licences

LICENCES: Final = Resource(
    "licences",
    title="Licence of the open data",
    one="Licence",
    key="licence_id",
    query=list_licences,
    row=LicenceRow,
    columns=("name", "address"),
    named="name",
    aggregate=LICENCE,
    create=SetLicence,
    search=False,
    empty="No licence is chosen yet: nobody knows how the open data may be used.",
)
