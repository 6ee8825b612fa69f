"""ทะเบียนเมล็ดพันธุ์: what is in the bank."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Integer, Select, String, select

from bangduan.permissions import reads
from bangduan.projection import Projection, ReadTable

from .domain import READ
from .events import SeedsReturned, SeedsStored

if TYPE_CHECKING:
    from bangduan.application import Reader
    from bangduan.events.envelope import Recorded
    from bangduan.projection import Rows

seeds = ReadTable(
    "seeds",
    Column("seeds_id", String, primary_key=True),
    Column("variety", String),
    Column("grams", Integer),
    Column("organisation_id", String),
)
REGISTER = Projection("register", version=1, tables=(seeds,))


@REGISTER.on(SeedsStored)
def _(event: SeedsStored, at: Recorded, rows: Rows) -> None:
    rows.put(
        seeds,
        seeds_id=event.seeds_id,
        variety=event.variety,
        grams=event.grams,
        organisation_id=event.organisation_id,
    )


@REGISTER.on(SeedsReturned)
def _(event: SeedsReturned, at: Recorded, rows: Rows) -> None:
    rows.add(seeds, {"seeds_id": event.seeds_id}, grams=event.grams)


@reads(READ)
def list_seeds() -> Select[Any]:
    """Every variety in the bank."""
    return select(seeds)


@reads(READ)
def scarce_seeds() -> Select[Any]:
    """Varieties of which there is little, the scarcest first."""
    return select(seeds).where(seeds.c.grams < 1000).order_by(seeds.c.grams)


@reads(READ)
def one_seeds(reader: Reader, seeds_id: str) -> dict[str, Any] | None:
    """Seeds of one variety."""
    return reader.one(select(seeds).where(seeds.c.seeds_id == seeds_id))
