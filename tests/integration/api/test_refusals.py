"""Whatever is sent, the answer is a problem that says what is wrong, and nothing is recorded."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bangduan.application import Application
from bangduan.testing.access import client_of
from bangduan.testing.store import Bench
from tests.integration.api.conftest import Interface

UNKNOWN = "01890000-0000-7000-8000-000000000000"
THAI = re.compile("[\u0e00-\u0e7f]")
JSON = "application/json"

FIELDS: list[tuple[str, dict[str, Any], str]] = [
    ("an unknown field", {"color": "red"}, "color"),
    ("a number for text", {"name": 5}, "name"),
    ("an object for text", {"name": {"th": "ก"}}, "name"),
    ("nothing for a field that must be", {"name": None}, "name"),
    ("blank text", {"name": "  "}, "name"),
    ("text that is too long", {"name": "ก" * 301}, "name"),
    ("two lines in a line", {"name": "ก\nข"}, "name"),
    ("a NUL", {"name": "ก\x00ข"}, "name"),
    ("a control character", {"name": "ก\x1bข"}, "name"),
    ("a day that never was", {"opened_on": "2008-02-31"}, "opened_on"),
    ("a day that is no day", {"opened_on": "yesterday"}, "opened_on"),
    ("a time for a day", {"opened_on": "2008-02-01T00:00:00"}, "opened_on"),
    ("a number for a day", {"opened_on": 20080201}, "opened_on"),
    ("a year in other digits", {"opened_on": "๒๐๐๘-02-01"}, "opened_on"),
    ("a kind there is not", {"kind": "gold"}, "kind"),
    ("a list for a kind", {"kind": ["savings"]}, "kind"),
    ("an id that is none", {"holder_id": "นายก"}, "holder_id"),
    ("an id in capitals", {"holder_id": UNKNOWN.upper().replace("0", "A", 1)}, "holder_id"),
    ("an id of its own that is none", {"passbook_id": "1"}, "passbook_id"),
]
MONEY: list[tuple[str, Any, str]] = [
    ("negative money", {"amount_satang": -1}, "amount_satang"),
    ("a fraction of a satang", {"amount_satang": 1.5}, "amount_satang"),
    ("a fraction that is whole", {"amount_satang": 1.0}, "amount_satang"),
    ("money as text", {"amount_satang": "100"}, "amount_satang"),
    ("truth for money", {"amount_satang": True}, "amount_satang"),
    ("no money", {}, "amount_satang"),
    ("more than every reader can hold", {"amount_satang": 2**53}, "amount_satang"),
    ("more than any column can hold", {"amount_satang": 10**30}, "amount_satang"),
    ("a list item that is wrong", {"amount_satang": 1, "slips": ["ก", 5]}, "slips.1"),
    ("text for a list", {"amount_satang": 1, "slips": "ก"}, "slips"),
    ("an empty slip", {"amount_satang": 1, "slips": [""]}, "slips.0"),
    ("a list for everything", [1, 2], "body"),
    ("text for everything", "ฝาก", "body"),
    ("a path's field in the body too", {"amount_satang": 1, "passbook_id": UNKNOWN}, "passbook_id"),
]
BODIES: list[tuple[str, bytes, str, int]] = [
    ("broken JSON", b'{"amount_satang": ', JSON, 400),
    ("no JSON", b"amount", JSON, 400),
    ("two documents", b"{} {}", JSON, 400),
    ("not a number", b'{"amount_satang": NaN}', JSON, 400),
    ("an endless number", b'{"amount_satang": 1e999}', JSON, 400),
    ("more digits than anybody parses", b'{"amount_satang": ' + b"9" * 5_000 + b"}", JSON, 400),
    ("Thai of Windows", '{"note": "ก"}'.encode("cp874"), JSON, 400),
    ("Thai of Windows, declared", '{"note": "ก"}'.encode("cp874"), JSON + "; charset=tis-620", 400),
    ("UTF-16", '{"amount_satang": 1}'.encode("utf-16"), JSON, 400),
    ("half a letter", b'{"note": "\xe0\xb8"}', JSON, 400),
    ("half a surrogate pair", b'{"amount_satang": 1, "note": "\\ud800"}', JSON, 400),
    ("a surrogate in bytes", b'{"amount_satang": 1, "note": "\xed\xa0\x80"}', JSON, 400),
    ("a list in a list, on and on", b"[" * 100_000, JSON, 400),
    ("the same, closed", b'{"a":' * 50_000 + b"1" + b"}" * 50_000, JSON, 400),
    ("lists as deep as are parsed", b'{"slips":' + b"[" * 900 + b"]" * 900 + b"}", JSON, 422),
    ("plain text", b'{"amount_satang": 1}', "text/plain", 415),
    ("a form", b"amount_satang=1", "application/x-www-form-urlencoded", 415),
    ("nothing said", b'{"amount_satang": 1}', "", 415),
    ("ten megabytes", b'{"note": "' + b"a" * 10_000_000 + b'"}', JSON, 413),
    ("nothing at all", b"", JSON, 422),
]
KEYS = ["", "ก", "two words", "k" * 256, "tab\tbed"]
VERSIONS = ["one", '"-1"', '"1', '"1", "2"', "1.5", '"99999999999999999999"', "W/"]
CURSORS = ["x", "!!!", "W10", "e30", "bnVsbA", "WzFd", "WyJcdTAwMDAiXQ", "ก", "W251bGxd", "W1tdXQ"]
LIMITS = ["0", "-1", "501", "abc", "1.5", "", "1e2", "99999999999999999999"]
PLACES = ["x", "1.2.3", "000001.1.1", "0" * 49, "-00001." + "0" * 20 + "." + "0" * 20]
PLACES += ["999999." + "9" * 20 + "." + "9" * 20, "๐" * 6 + "." + "0" * 20 + "." + "0" * 20]
IDS = ["x", "0", "%00", "%0a", "%ff", "%ed%a0%80", "a" * 5_000, UNKNOWN.upper(), UNKNOWN + "x", "'"]


def named(cases: list[Any]) -> Any:
    return pytest.mark.parametrize("case", cases, ids=[str(case[0]) for case in cases])


def refused(api: Interface, answer: Any, status: int, field: str | None = None) -> Any:
    """The problem, which must be one of ours, in Thai, and must have recorded nothing."""
    problem = json.loads(answer.data)
    assert answer.status_code == status, problem
    assert answer.content_type == "application/problem+json"
    assert problem["type"].startswith("/problems/")
    assert problem["status"] == status
    assert THAI.search(problem["title"])
    assert THAI.search(problem["detail"])
    if field is not None:
        assert list(problem["errors"]) == [field], problem
        assert all(THAI.search(message) for message in problem["errors"][field]), problem
    return problem


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def application(
    request: pytest.FixtureRequest,
    databases: dict[str, Callable[[], str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Application]:
    """One service for all: none of these tests leaves anything behind."""
    bench = Bench(databases[request.param], tmp_path_factory.mktemp("bench"))
    yield bench.application()
    bench.close()


@pytest.fixture(scope="module")
def id(application: Application) -> str:
    """The one passbook there is."""
    return Interface(application, client_of(application, "treasurer")).open()


@pytest.fixture(autouse=True)
def _nothing_is_recorded(api: Interface, id: str) -> Iterator[None]:
    yield
    assert api.application.log.count() == 1
    assert api.get(f"/passbooks/{id}").status_code == 200, "the service goes on"


@named(FIELDS)
def test_a_field_that_is_wrong(api: Interface, case: tuple[str, dict[str, Any], str]) -> None:
    _, given, field = case
    body = {"holder_id": UNKNOWN, "name": "สมหญิง", **given}

    refused(api, api.post("/passbooks", json=body), 422, field)


@named(MONEY)
def test_an_amount_that_is_wrong(api: Interface, id: str, case: tuple[str, Any, str]) -> None:
    _, body, field = case
    answer = api.post(f"/passbooks/{id}/deposits", data=json.dumps(body), content_type=JSON)

    refused(api, answer, 422, field)


@named(BODIES)
def test_a_body_that_is_wrong(api: Interface, id: str, case: tuple[str, bytes, str, int]) -> None:
    _, body, content_type, status = case
    answer = api.post(f"/passbooks/{id}/deposits", data=body, content_type=content_type)

    refused(api, answer, status)


def test_several_wrong_fields_are_all_named(api: Interface) -> None:
    body = {"holder_id": "x", "name": "", "opened_on": "2008-02-31", "what": 1}
    problem = refused(api, api.post("/passbooks", json=body), 422)

    assert set(problem["errors"]) == {"holder_id", "name", "opened_on", "what"}


@pytest.mark.parametrize("key", KEYS)
def test_an_idempotency_key_that_is_none(api: Interface, id: str, key: str) -> None:
    answer = api.post(
        f"/passbooks/{id}/deposits",
        json={"amount_satang": 1},
        headers={"Idempotency-Key": key.encode().decode("latin-1")},
    )

    refused(api, answer, 400, "Idempotency-Key")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_version_that_is_none(api: Interface, id: str, version: str) -> None:
    answer = api.post(
        f"/passbooks/{id}/deposits", json={"amount_satang": 1}, headers={"If-Match": version}
    )

    refused(api, answer, 400, "If-Match")


def test_a_version_that_is_not_there_any_more(api: Interface, id: str) -> None:
    answer = api.post(
        f"/passbooks/{id}/deposits", json={"amount_satang": 1}, headers={"If-Match": '"7"'}
    )

    refused(api, answer, 412)


@pytest.mark.parametrize("cursor", CURSORS)
@pytest.mark.parametrize("path", ["/passbooks", f"/passbooks/{UNKNOWN}/movements"])
def test_a_cursor_that_is_none(api: Interface, path: str, cursor: str) -> None:
    refused(api, api.get(path, query_string={"after": cursor}), 400, "after")


def test_a_cursor_that_is_too_long(api: Interface) -> None:
    refused(api, api.get("/passbooks", query_string={"after": "W" * 1_001}), 422, "after")


@pytest.mark.parametrize("limit", LIMITS)
def test_a_limit_that_is_none(api: Interface, limit: str) -> None:
    refused(api, api.get("/passbooks", query_string={"limit": limit}), 422, "limit")
    refused(api, api.get("/events", query_string={"limit": limit}), 400, "limit")


@pytest.mark.parametrize("place", PLACES)
def test_a_place_in_the_log_that_is_none(api: Interface, place: str) -> None:
    refused(api, api.get("/events", query_string={"after": place}), 400, "after")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "gold"),
        ("kind", "\0"),
        ("at_least", "-1"),
        ("at_least", "1.5"),
        ("at_least", "many"),
        ("at_least", "9" * 30),
        ("opened_on", "2008-02-31"),
        ("used", "perhaps"),
    ],
)
def test_a_filter_that_is_wrong(api: Interface, name: str, value: str) -> None:
    refused(api, api.get("/passbooks", query_string={name: value}), 422, name)


@pytest.mark.parametrize("path", ["/passbooks", "/events"])
def test_a_parameter_that_would_do_nothing(api: Interface, path: str) -> None:
    refused(api, api.get(path, query_string={"knid": "savings"}), 400, "knid")


@pytest.mark.parametrize("path", IDS)
def test_a_path_that_is_no_id(api: Interface, path: str) -> None:
    refused(api, api.get(f"/passbooks/{path}"), 404)
    refused(api, api.post(f"/passbooks/{path}/deposits", json={"amount_satang": 1}), 404)
    assert api.get(f"/passbooks/{path}/movements").status_code in {200, 404}


def test_something_that_does_not_exist(api: Interface, id: str) -> None:
    to_nobody = {"amount_satang": 0, "to_passbook_id": UNKNOWN}

    refused(api, api.get(f"/passbooks/{UNKNOWN}"), 404)
    refused(api, api.post(f"/passbooks/{UNKNOWN}/deposits", json={"amount_satang": 1}), 404)
    refused(api, api.post(f"/passbooks/{id}/transfers", json=to_nobody), 422, "to_passbook_id")
    refused(api, api.get("/nowhere"), 404)
    assert api.client.get("/").status_code == 404


def test_a_rule_that_says_no(api: Interface, id: str) -> None:
    answer = api.post(f"/passbooks/{id}/withdrawals", json={"amount_satang": 1})

    assert refused(api, answer, 409, "amount_satang")["type"] == "/problems/enough-money"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_method_that_is_not_there(api: Interface, method: str) -> None:
    answer = api.client.open(
        "/passbook/api/v1/passbooks", method=method, json={}, content_type=JSON
    )

    refused(api, answer, 405)
    assert {"GET", "POST"} <= set(answer.headers["Allow"].replace(" ", "").split(","))


def test_english_for_those_who_ask_for_it(api: Interface, id: str) -> None:
    english = {"Accept-Language": "en-GB,en;q=0.8"}
    deposits = f"/passbooks/{id}/deposits"
    for answer in (
        api.post(deposits, json={"amount_satang": -1, "x": 1}, headers=english),
        api.post(deposits, data=b"{", content_type=JSON, headers=english),
        api.post(deposits, data=b"{}", content_type="text/plain", headers=english),
        api.post(deposits, data=b" " * 2_000_000, content_type=JSON, headers=english),
        api.post(deposits, json={}, headers={"If-Match": "x", **english}),
        api.post(deposits, json={"amount_satang": 1}, headers={"If-Match": "9", **english}),
        api.post(f"/passbooks/{id}/withdrawals", json={"amount_satang": 1}, headers=english),
        api.get(f"/passbooks/{UNKNOWN}", headers=english),
        api.get("/passbooks?limit=0", headers=english),
        api.get("/passbooks?after=x", headers=english),
        api.get("/events?after=x", headers=english),
        api.get("/nowhere", headers=english),
        api.client.delete("/passbook/api/v1/passbooks", headers=english),
    ):
        assert 400 <= answer.status_code < 500
        assert answer.content_type == "application/problem+json"
        assert not THAI.search(answer.data.decode()), answer.json


@pytest.mark.parametrize("wanted", ["th", "fr", "th,en;q=0.9", "", "*"])
def test_thai_for_everybody_else(api: Interface, wanted: str) -> None:
    refused(api, api.get("/nowhere", headers={"Accept-Language": wanted}), 404)
