"""รับเรื่องจากจังหวัด: what the province encloses with its requests, read and recorded."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from marshmallow import EXCLUDE, ValidationError

from bangduan.events.schema import schema_for
from services.reporting.domain.periods import is_period
from services.reporting.domain.review import ReceiveReview

if TYPE_CHECKING:
    from bangduan.application import Application

_log = logging.getLogger(__name__)

#: More than any province has to say at once.
_MOST: Final = 100


def open_enclosed(application: Application, sender: str, enclosed: Mapping[str, Any]) -> None:
    """Record the reviews among what was enclosed; what is none is left, and the rest taken.

    Args:
        sender: six digits of the province.
        enclosed: ``{"reviews": [Review, …]}``; what else a later release says is not for us.
    """
    for command in _reviews(sender, enclosed):
        application.execute(command)


def _reviews(sender: str, enclosed: Mapping[str, Any]) -> Iterator[ReceiveReview]:
    said = enclosed.get("reviews")
    for each in said[:_MOST] if isinstance(said, list) else ():
        try:
            review: ReceiveReview = schema_for(ReceiveReview).load(each, unknown=EXCLUDE)
        except ValidationError as error:
            _log.warning("dropped what %s said of a report: %s", sender, error)
            continue
        if is_period(review.period):
            yield review
        else:
            _log.warning("dropped what %s said of %r, which is no period", sender, review.period)
