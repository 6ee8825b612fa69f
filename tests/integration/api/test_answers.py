"""What the interface answers when all is well: ids, versions, keys, pages."""

from typing import Any

import pytest

from bangduan.events import FORGOTTEN
from bangduan.testing.store.bench import new_id
from tests.integration.api.conftest import BASE, Interface


def pages(api: Interface, path: str, limit: int, **filters: Any) -> list[list[dict[str, Any]]]:
    """A list, page by page, to its end."""
    found: list[list[dict[str, Any]]] = []
    after: str | None = None
    while True:
        query = {"limit": limit, **filters, **({"after": after} if after else {})}
        answer = api.get(path, query_string=query)
        assert answer.status_code == 200, answer.json
        found.append(answer.json["items"])  # type: ignore[index]
        after = answer.json["next"]  # type: ignore[index]
        if after is None:
            return found


def test_what_is_made_has_an_address_and_a_version(api: Interface) -> None:
    answer = api.post("/passbooks", json={"holder_id": new_id(), "name": "สมหญิง"})
    assert answer.status_code == 201
    assert answer.headers["ETag"] == '"1"'
    location = answer.headers["Location"]

    assert api.client.get(location).json["name"] == "สมหญิง"  # type: ignore[index]


def test_an_id_may_be_brought_along(api: Interface) -> None:
    id = new_id()

    assert api.open(passbook_id=id) == id


def test_the_version_one_has_seen_lets_one_change_it(api: Interface) -> None:
    id = api.open()
    for version, header in enumerate(['"1"', 'W/"2"', "3", "*"], start=2):
        answer = api.post(
            f"/passbooks/{id}/deposits", json={"amount_satang": 1}, headers={"If-Match": header}
        )
        assert (answer.status_code, answer.headers["ETag"]) == (200, f'"{version}"')


def test_the_same_key_answers_the_same_and_does_nothing(api: Interface) -> None:
    body, headers = {"holder_id": new_id(), "name": "ก"}, {"Idempotency-Key": new_id()}
    first = api.post("/passbooks", json=body, headers=headers)
    again = api.post("/passbooks", json=body, headers=headers)

    assert (again.status_code, again.json) == (201, first.json)
    assert again.headers["ETag"] == first.headers["ETag"]
    assert api.application.log.count() == 1


def test_a_key_that_was_used_for_something_else_is_refused(api: Interface) -> None:
    id = api.open()
    pay = f"/passbooks/{id}/deposits"
    headers = {"Idempotency-Key": new_id()}
    assert api.post(pay, json={"amount_satang": 1}, headers=headers).status_code == 200
    answer = api.post(pay, json={"amount_satang": 2}, headers=headers)

    assert (answer.status_code, answer.json["type"]) == (422, "/problems/key-reused")  # type: ignore[index]
    assert api.application.log.count() == 2


def test_a_list_gives_each_row_once(api: Interface) -> None:
    ids = {api.open() for _ in range(25)}
    for limit in (1, 7, 24, 25, 26):
        found = pages(api, "/passbooks", limit)
        assert [len(page) for page in found[:-1]] == [limit] * (len(found) - 1)
        listed = [item["passbook_id"] for page in found for item in page]
        assert sorted(listed) == sorted(ids)


def test_a_list_with_a_key_of_two_columns_gives_each_row_once(api: Interface) -> None:
    ids = [api.open(), api.open()]
    for id in ids:
        for amount in range(1, 12):
            api.post(f"/passbooks/{id}/deposits", json={"amount_satang": amount})
    for id in ids:
        found = pages(api, f"/passbooks/{id}/movements", 4)
        assert [i["amount_satang"] for page in found for i in page] == list(range(1, 12))


def test_rows_that_come_while_one_reads_neither_double_nor_hide_others(api: Interface) -> None:
    early = {api.open() for _ in range(10)}
    first = api.get("/passbooks?limit=5").json
    api.open()
    rest = api.get("/passbooks", query_string={"after": first["next"]}).json  # type: ignore[index]
    listed = [i["passbook_id"] for i in first["items"] + rest["items"]]  # type: ignore[index]

    assert len(listed) == len(set(listed)) == 11
    assert early < set(listed)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kind": "shares"}, {"b", "c"}),
        ({"at_least": "100"}, {"c"}),
        ({"opened_on": "2008-06-30"}, {"b"}),
        ({"used": "true"}, {"c"}),
        ({"used": "false"}, {"a", "b"}),
        ({"kind": "shares", "used": "false"}, {"b"}),
        ({}, {"a", "b", "c"}),
    ],
)
def test_filters_choose(api: Interface, filters: dict[str, str], expected: set[str]) -> None:
    api.open(name="a")
    api.open(name="b", kind="shares", opened_on="2008-06-30")
    rich = api.open(name="c", kind="shares")
    api.post(f"/passbooks/{rich}/deposits", json={"amount_satang": 100})

    found = pages(api, "/passbooks", 2, **filters)
    assert {item["name"] for page in found for item in page} == expected


def test_the_feed_gives_each_event_once_and_sealed(api: Interface) -> None:
    ids = [api.open() for _ in range(7)]
    found = [event for page in pages(api, "/events", 3) for event in page]

    assert [event["subject"] for event in found] == [f"passbook-{id}" for id in ids]
    assert [e.get("predecessor") for e in found] == [None, *[e["id"] for e in found[:-1]]]
    assert all(event["data"]["name"].startswith("pd1:") for event in found)


def test_who_is_erased_reads_forgotten(api: Interface) -> None:
    holder = new_id()
    id = api.open(holder_id=holder, phone="0899999991")
    assert api.post(f"/holders/{holder}/erasure", json={}).status_code == 200

    item = api.get(f"/passbooks/{id}").json
    assert (item["name"], item["phone"]) == (FORGOTTEN, FORGOTTEN)  # type: ignore[index]
    again = api.post("/passbooks", json={"holder_id": holder, "name": "ก"})
    assert (again.status_code, again.json["type"]) == (409, "/problems/person-forgotten")  # type: ignore[index]


def test_thai_is_not_escaped(api: Interface) -> None:
    id = api.open()

    assert "สมหญิง".encode() in api.get(f"/passbooks/{id}").data


def test_a_path_with_two_slashes_leads_to_the_one(api: Interface) -> None:
    moved = api.client.get(BASE.replace("/api", "//api") + "/passbooks")

    assert moved.status_code == 308
    assert moved.headers["Location"].endswith(f"{BASE}/passbooks")
