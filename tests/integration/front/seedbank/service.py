"""The seed bank, wired."""

from __future__ import annotations

from bangduan.events.membership import KindOfOrganisation
from bangduan.service import Service
from bangduan.web.api import Api

from .domain import SEEDS, ReturnSeeds, StoreSeeds
from .pages import PAGES
from .register import REGISTER, list_seeds, one_seeds
from .views import SeedsView

API = Api("seedbank")
API.command("POST", "/seeds", StoreSeeds, tag="seeds", summary="Store seeds", makes="seeds_id")
API.command("POST", "/seeds/<seeds_id>/returns", ReturnSeeds, tag="seeds", summary="Return seeds")
API.listing("GET", "/seeds", view=SeedsView, query=list_seeds, tag="seeds", summary="Seeds")
API.item(
    "GET", "/seeds/<seeds_id>", view=SeedsView, query=one_seeds, tag="seeds", summary="One variety"
)

service = Service(
    name="seedbank",
    title=("ธนาคารเมล็ดพันธุ์", "Seed bank"),
    aggregates=(SEEDS,),
    projections=(REGISTER,),
    api=API,
    pages=PAGES,
    organisation_kinds=(
        KindOfOrganisation(
            "seed-savers", "กลุ่มเก็บเมล็ดพันธุ์", "Seed savers", needs=("village", "leader")
        ),
    ),
)
