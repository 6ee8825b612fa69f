"""Forms that say a record anew begin with what it says."""

from collections.abc import Iterator

import pytest

from bangduan.service import installed
from bangduan.web.pages import Pages, Resource
from bangduan.web.pages.shapes import Shape, shapes

_PAGES = {
    name: service.pages for name, service in installed().items() if isinstance(service.pages, Pages)
}
#: What cannot be typed again from memory.
_SEVERAL = frozenset({"list", "group"})
_WRITTEN = _SEVERAL | {"prose", "text"}
#: Of a row, and yet said for the first time: why something is so is no part of what it was.
_REASONS = frozenset({"reason", "note"})


def _told_again(command: type, shown: type, kinds: frozenset[str]) -> list[str]:
    """Fields a command must be given although the page shows what they say now."""
    known = shapes(shown)

    def asks(shape: Shape) -> bool:
        return shape.required and shape.kind in kinds and shape.name not in _REASONS

    return [name for name, shape in shapes(command).items() if asks(shape) and name in known]


def _lost(resource: Resource) -> Iterator[str]:
    for command in resource.actions:
        for name in _told_again(command, resource.shown, _SEVERAL):
            begins = resource.begins.get(command, ())
            if not callable(begins) and name not in begins:
                yield f"{resource.name}: {command.__name__}.{name}"
    for related in resource.related:
        for command in related.actions:
            for name in _told_again(command, related.row, _WRITTEN):
                # what names the record or the row stands in the address
                named = (resource.key, *related.names)
                if name not in (*related.begins.get(command, ()), *named):
                    yield f"{resource.name}, {related.name}: {command.__name__}.{name}"


@pytest.mark.parametrize("pages", _PAGES.values(), ids=_PAGES)
def test_nothing_is_lost_that_is_not_typed_again(pages: Pages) -> None:
    """A whole list or text that a page shows stands in the form that replaces it."""
    assert [lost for each in pages.resources.values() for lost in _lost(each)] == []
