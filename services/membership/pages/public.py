"""What membership tells everybody: the organisations by name, and nobody in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import render_template

from bangduan.permissions import PUBLIC, reads
from services.membership.projections import organisations

if TYPE_CHECKING:
    from bangduan.web.app import Web

#: More names than any sub-district has organisations.
_MOST: Final = 500


@reads(PUBLIC)
def names(web: Web) -> str:
    """ทำเนียบองค์กร by name."""
    found = web.reader.all(organisations.names_of_organisations().limit(_MOST))
    return render_template("membership/public.html", names=[row["name"] for row in found])
