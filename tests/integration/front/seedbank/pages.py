"""Pages of the seed bank."""

from __future__ import annotations

from bangduan.web.pages import Card, Pages, Resource

from . import register
from .domain import SEEDS, ReturnSeeds, StoreSeeds
from .views import SeedsView

PAGES = Pages("seedbank")
PAGES.add(
    Resource(
        "seeds",
        title="Local seeds",
        one="Seeds",
        key="seeds_id",
        query=register.list_seeds,
        row=SeedsView,
        columns=("variety", "grams", "organisation_id"),
        named="variety",
        item=register.one_seeds,
        aggregate=SEEDS,
        create=StoreSeeds,
        actions=(ReturnSeeds,),
        picks=("seeds_id",),
    )
)
PAGES.add(
    Card(
        "scarce-seeds",
        title="Scarce seeds",
        query=register.scarce_seeds,
        row=SeedsView,
        columns=("variety", "grams"),
        links="seeds",
        empty="There is enough of everything.",
    )
)
