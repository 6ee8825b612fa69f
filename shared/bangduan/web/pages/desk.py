"""What the views of one service's pages work with: its declarations, its directories, names."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import orjson

from bangduan.web.guard import may
from bangduan.web.pages.directory import Directory

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bangduan.web.app import Web
    from bangduan.web.pages.declared import Pages, Resource
    from bangduan.web.pages.shapes import Shape

#: How many names are asked for in one question.
_AT_ONCE = 60


@dataclasses.dataclass(frozen=True, slots=True)
class Pick:
    """Where the records are whose ids fill a field."""

    service: str
    resource: Resource

    @property
    def href(self) -> str:
        """Their table."""
        return f"/{self.service}/{self.resource.name}"

    @property
    def options(self) -> str:
        """Where they are offered for choosing, below their service."""
        return f"/options/{self.resource.name}"


class Desk:
    """The pages of one service, at work.

    Args:
        pages: what is declared.
        web: the service and its neighbours.
    """

    def __init__(self, pages: Pages, web: Web) -> None:
        self.pages = pages
        self.web = web
        self.application = web.application
        self.directories = {
            name: Directory(web.application, resource) for name, resource in pages.resources.items()
        }
        self._picks: dict[str, Pick] | None = None

    def pick(self, shape: Shape) -> Pick | None:
        """Whose ids fill a field; None for one that no resource speaks of."""
        if self._picks is None:
            self._picks = {
                field: Pick(service, resource)
                for service, pages in self.web.pages.items()
                for resource in pages.resources.values()
                for field in resource.picks
            }
            for resource in self.pages.resources.values():
                own = Pick(self.pages.service, resource)
                self._picks.update(dict.fromkeys((*resource.picks, *resource.here), own))
        return self._picks.get(f"{shape.of}.{shape.name}") or self._picks.get(shape.pick)

    def makes(self, command: type) -> str | None:
        """The id field that a command makes."""
        api = self.application.service.api
        return api.makes.get(command) if api is not None else None

    def href(self, links: str, id: str) -> str:
        """Address of a record of a resource of this service, or of ``service:resource``."""
        service, _, resource = links.rpartition(":")
        return f"/{service or self.pages.service}/{resource}/{id}"

    def named(self, wanted: dict[Pick, set[str]]) -> dict[str, str]:
        """What records are called, by id, as far as whoever asks may know."""
        found: dict[str, str] = {}
        asked: list[tuple[str, str]] = []
        for pick, ids in wanted.items():
            if pick.service == self.pages.service:
                if may(pick.resource.permission):
                    found |= self.directories[pick.resource.name].named(ids)
                continue
            some = sorted(ids)
            for start in range(0, len(some), _AT_ONCE):
                query = urlencode({"ids": ",".join(some[start : start + _AT_ONCE])})
                asked.append((pick.service, f"{pick.options}?{query}"))
        if asked:
            for answer in self.web.neighbours.fetch_all(asked).values():
                found |= {item["id"]: item["text"] for item in items_of(answer.status, answer.text)}
        return found

    def offered(self, picks: Iterable[Pick], words: str = "", limit: int = 20) -> dict[Pick, Any]:
        """Records that fields may be filled with, ``[{"id", "text"}]`` by where they are."""
        found: dict[Pick, Any] = {}
        asked: dict[tuple[str, str], Pick] = {}
        query = urlencode({"q": words, "limit": limit})
        for pick in picks:
            if pick.service == self.pages.service:
                found[pick] = self.options(pick.resource, words, limit)
            else:
                asked[pick.service, f"{pick.options}?{query}"] = pick
        if asked:
            for where, answer in self.web.neighbours.fetch_all(asked).items():
                found[asked[where]] = items_of(answer.status, answer.text)
        return found

    def options(self, resource: Resource, words: str, limit: int) -> list[dict[str, str]]:
        """Records of a resource of this service, for choosing."""
        if not may(resource.permission):
            return []
        found = self.directories[resource.name].look(words=words, most=limit).rows[:limit]
        return [
            {"id": str(row[resource.key]), "text": str(row[resource.named] or row[resource.key])}
            for row in found
        ]


def items_of(status: int, text: str) -> list[dict[str, str]]:
    """The items of an answer of options; none when it is none."""
    if status != 200:
        return []
    try:
        items = orjson.loads(text)["items"]
        return [{"id": str(item["id"]), "text": str(item["text"])} for item in items]
    except (ValueError, KeyError, TypeError):
        return []
