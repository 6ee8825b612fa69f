"""Everything a running site shows through its API, so that two sites can be compared.

The lists are found in each service's own OpenAPI document and paged through to their ends. What is
told by the hour is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

from bangduan.testing.tables import WHEN_QUIET

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Resources = dict[str, list[Any]]


def resources(
    base_url: str,
    services: Iterable[str],
    token: str | None = None,
    *,
    wanted: Callable[[str], bool] = lambda _path: True,
) -> Resources:
    """Path of every list without path parameters → all its items.

    Args:
        token: API token of an account that may read it all.
        wanted: which paths are meant.

    Raises:
        httpx.HTTPStatusError: a list answers with an error.
    """
    found: Resources = {}
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=base_url, trust_env=False, timeout=30, headers=headers) as client:
        for service in services:
            document = _get(client, f"/{service}/api/v1/openapi.json")
            for path, operations in document["paths"].items():
                is_list = "get" in operations and "{" not in path and wanted(path)
                if is_list and _is_list(document, operations):
                    found[path] = _all(client, path)
    return found


def _is_list(document: dict[str, Any], operations: dict[str, Any]) -> bool:
    content = operations["get"]["responses"]["200"]["content"]["application/json"]
    name = content["schema"].get("$ref", "").rpartition("/")[2]
    schema = document["components"]["schemas"].get(name, content["schema"])
    return set(schema.get("properties", {})) >= {"items", "next"}


def _all(client: httpx.Client, path: str) -> list[Any]:
    items: list[Any] = []
    after = None
    while True:
        page = _get(client, path, {"limit": "500"} | ({"after": after} if after else {}))
        items += [each for each in page["items"] if each.get("indicator") not in WHEN_QUIET]
        after = page["next"]
        if after is None:
            return items


def _get(client: httpx.Client, path: str, parameters: dict[str, str] | None = None) -> Any:
    answer = client.get(path, params=parameters)
    answer.raise_for_status()
    return answer.json()
