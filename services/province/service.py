"""The province service: it follows the reporting service of every site, and nothing else."""

from __future__ import annotations

from bangduan.permissions import PUBLIC
from bangduan.service import Service
from services.province.api import API
from services.province.pages import pages
from services.province.projections import SITES

service = Service(
    name="province",
    title=("จังหวัด", "Province"),
    projections=(SITES,),
    api=API,
    pages=pages,
    scope="province",
    audit=PUBLIC,
)
