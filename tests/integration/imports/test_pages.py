"""A file taken in by way of the pages, of the API and of the command line."""

from __future__ import annotations

import base64
import csv
import io
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from bangduan.chores import Chores
from bangduan.importing import reading, running
from bangduan.permissions import Role
from bangduan.testing.access import Keys, client_of
from bangduan.web.app import create_app
from bangduan.web.sessions import COOKIE
from services.membership.service import service
from tests.integration.imports.files import as_csv, number

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from bangduan.application import Application

PROGRAM = Path(sys.executable).with_name("bangduan")
MESSY = as_csv(
    ["ทะเบียน (สมมติ)"],
    ["ลำดับ", "ชื่อ-สกุล", "เลขบัตร", "หมู่ที่"],
    [1, "นายมานะ ใจดี (สมมติ)", number(1), "1"],
    [2, "นางมานี ใจดี (สมมติ)", "1.1007E+12", "1"],
    [3, "=cmd|' /C calc'!A0", "12", ""],
    [4, "นายวีระ ใจดี (สมมติ)", "", "2"],
    [5, "วีระ ใจดี (สมมติ)", "", "2"],
)


class Browser:
    """A browser of somebody with a role."""

    def __init__(self, membership: Application, role: Role = "secretary") -> None:
        value, self._token = Keys().cookie(membership, role)
        self._client = create_app(membership, [service]).test_client()
        self._client.set_cookie(COOKIE, value)

    def get(self, path: str) -> TestResponse:
        """A page."""
        return self._client.get(path)

    def send(self, path: str, **typed: Any) -> TestResponse:
        """Send a form."""
        return self._client.post(path, data={**typed, "form_token": self._token})

    def hand_in(self, content: bytes, sort: str = "people") -> TestResponse:
        """Hand a file in."""
        file = FileStorage(io.BytesIO(content), "ทะเบียน.csv")
        typed = {"sort": sort, "file": file, "form_token": self._token}
        boundary, body = encode_multipart(typed)
        return self._client.post(
            "/membership/imports/new",
            data=body,
            content_type=f"multipart/form-data; boundary={boundary}",
        )


@pytest.fixture
def secretary(membership: Application) -> Browser:
    """A browser of the secretary's."""
    return Browser(membership)


def _record(answer: TestResponse) -> str:
    """Where the pages of an import are, from where handing it in led."""
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"]).rpartition("/")[0]


@pytest.mark.parametrize(
    ("language", "said"), [("th", "พิมพ์เลข 13 หลักใหม่"), ("en", "digits are lost")]
)
def test_what_the_rows_come_to_is_shown_before_anything_is_recorded(
    membership: Application, secretary: Browser, language: str, said: str
) -> None:
    here = _record(secretary.hand_in(MESSY))
    page = secretary.get(f"{here}/check?lang={language}").get_data(as_text=True)
    assert said in page
    assert "มานะ ใจดี (สมมติ)" in page
    assert secretary.get("/membership/api/v1/people").json == {"items": [], "next": None}
    columns = secretary.get(f"{here}/columns?lang={language}")
    assert "B: ชื่อ-สกุล" in columns.get_data(as_text=True)


def test_a_register_is_taken_in_and_its_progress_shown(
    membership: Application, secretary: Browser
) -> None:
    here = _record(secretary.hand_in(MESSY))
    assert secretary.send(f"{here}/run").headers["Location"] == f"{here}/progress"
    waiting = secretary.get(f"{here}/progress")
    assert waiting.headers["Refresh"]
    assert "data-watched" in waiting.get_data(as_text=True)
    running.work(membership)
    done = secretary.get(f"{here}/progress")
    assert "Refresh" not in done.headers
    assert "data-watched" not in done.get_data(as_text=True)
    people = secretary.get("/membership/api/v1/people").json
    assert people is not None
    assert {each["name"] for each in people["items"]} == {
        "มานะ ใจดี (สมมติ)", "วีระ ใจดี (สมมติ)",
    }  # fmt: skip
    record = secretary.get(here).get_data(as_text=True)
    assert f"{here}/progress" in record
    assert f"{here}/columns" not in record
    listed = secretary.get("/membership/imports").get_data(as_text=True)
    assert here in listed
    assert "secretary" in listed, "who handed it in"
    assert "/membership/imports/new" in listed


def test_the_service_carries_out_by_itself_what_was_started(
    membership: Application, secretary: Browser
) -> None:
    here = _record(secretary.hand_in(MESSY))
    secretary.send(f"{here}/run")
    Chores(membership, lambda _seconds: None).once(time.monotonic())
    found = secretary.get(f"/membership/api/v1/imports/{here.rpartition('/')[2]}/progress").json
    assert found is not None
    assert found["status"] == "finished"


def test_the_list_of_problems_is_safe_to_open(membership: Application, secretary: Browser) -> None:
    here = _record(secretary.hand_in(MESSY))
    text = secretary.get(f"{here}/problems.csv?lang=en").get_data().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows] == ["Row", "4", "5", "7"]
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


def test_a_row_that_is_alike_is_taken_when_it_is_ticked(
    membership: Application, secretary: Browser
) -> None:
    here = _record(secretary.hand_in(MESSY))
    assert secretary.send(f"{here}/despite", row="7").status_code == 303
    secretary.send(f"{here}/run")
    running.work(membership)
    people = secretary.get("/membership/api/v1/people").json
    assert people is not None
    assert len(people["items"]) == 3


def test_columns_may_be_matched_otherwise(membership: Application, secretary: Browser) -> None:
    content = as_csv(["ใคร", "ที่ไหน"], ["นายมานะ ใจดี (สมมติ)", "1"])
    answer = secretary.hand_in(content)
    assert str(answer.headers["Location"]).endswith("/columns")
    here = _record(answer)
    lacking = secretary.send(f"{here}/columns", header_row="1")
    assert lacking.status_code == 409
    assert "ชื่อ" in lacking.get_data(as_text=True)
    assert secretary.send(f"{here}/columns", header_row="x").status_code == 422
    matched = secretary.send(
        f"{here}/columns", header_row="1", **{"column.name": "1", "column.village": "2"}
    )
    assert str(matched.headers["Location"]).endswith("/check")


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "ไม่ว่าง"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xlsx"), (b"\x00\x01", "CSV")],
)
def test_what_cannot_be_read_is_said_at_the_form(
    secretary: Browser, content: bytes, said: str
) -> None:
    answer = secretary.hand_in(content)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True) or content == b""


def test_a_file_is_destroyed_from_its_page(membership: Application, secretary: Browser) -> None:
    here = _record(secretary.hand_in(MESSY))
    assert secretary.send(f"{here}/removal").headers["Location"] == here
    assert membership.database.rows("SELECT 1 FROM import_parts") == []
    assert secretary.get(f"{here}/check").status_code == 303
    assert secretary.send(f"{here}/run").headers["Location"] == here


def test_only_a_file_may_be_large(membership: Application, secretary: Browser) -> None:
    assert secretary.hand_in(b"a,b\n" * 300_000).status_code == 422
    assert secretary.send("/membership/people/new", name="x" * 1_200_000).status_code == 413
    larger = base64.b64encode(b"x" * (reading.MOST_BYTES + 200_000)).decode()
    given = {"sort": "people", "file_name": "x.csv", "content": larger}
    api = client_of(membership)
    assert api.post("/membership/api/v1/imports", json=given).status_code == 413


@pytest.mark.parametrize(
    ("role", "sort", "status"),
    [("treasurer", "people", 403), ("chair", "people", 403), ("chair", "organisations", 303),
     ("auditor", "organisations", 403), ("cd_officer", "people", 303)],
)  # fmt: skip
def test_who_may_not_keep_a_register_takes_none_in(
    membership: Application, role: Role, sort: str, status: int
) -> None:
    assert Browser(membership, role).hand_in(MESSY, sort).status_code == status


def test_the_auditor_sees_who_took_in_what_but_nothing_of_the_file(
    membership: Application, secretary: Browser
) -> None:
    here = _record(secretary.hand_in(MESSY))
    auditor = Browser(membership, "auditor")
    assert here in auditor.get("/membership/imports").get_data(as_text=True)
    record = auditor.get(here)
    assert record.status_code == 200
    assert f"{here}/check" not in record.get_data(as_text=True)
    assert auditor.get(f"{here}/check").status_code == 403


def test_who_may_not_keep_people_sees_nothing_of_a_file_of_people(
    membership: Application, secretary: Browser
) -> None:
    here = _record(secretary.hand_in(MESSY))
    chair = Browser(membership, "chair")
    for leaf in ("check", "columns", "problems.csv", "progress"):
        assert chair.get(f"{here}/{leaf}").status_code == 403
    assert chair.send(f"{here}/run").status_code == 403


def test_a_program_hands_in_matches_runs_and_asks(membership: Application) -> None:
    api, path = client_of(membership, "secretary"), "/membership/api/v1/imports"
    given = {"sort": "people", "file_name": "x.csv", "content": base64.b64encode(MESSY).decode()}
    plan = api.post(path, json=given)
    assert plan.status_code == 201
    assert plan.json is not None
    assert (plan.json["made"], plan.json["wrong"], plan.json["alike"]) == (2, 2, 1)
    one = f"{path}/{plan.json['import_id']}"
    matched = api.post(
        f"{one}/columns",
        json={"header_row": 2, "columns": [{"column": 2, "field": "name"}], "despite": [7]},
    )
    assert matched.json is not None
    assert matched.json["made"] == 5
    assert api.post(f"{one}/run", json={}).status_code == 200
    running.work(membership)
    progress = api.get(f"{one}/progress").json
    assert progress is not None
    assert (progress["status"], progress["row"], progress["made"]) == ("finished", 7, 5)
    assert api.post(f"{one}/removal", json={}).status_code == 200
    assert api.get(f"{one}/plan").status_code == 400
    item = api.get(one).json
    assert item is not None
    assert (item["status"], item["file"]) == ("finished", "destroyed")


@pytest.mark.parametrize(
    "wrong", [{"sort": "x"}, {"content": "?"}, {"content": ""}, {"sheet": "ไม่มี", "content": "UEs="}]
)
def test_a_program_is_told_what_it_did_wrong(
    membership: Application, wrong: dict[str, str]
) -> None:
    given = {"sort": "people", "file_name": "x", "content": "YQ=="}
    answer = client_of(membership).post("/membership/api/v1/imports", json={**given, **wrong})
    assert answer.status_code in {400, 422}
    missing = client_of(membership).get("/membership/api/v1/imports/x/plan")
    assert missing.status_code == 404


def test_the_command_line_tries_and_takes_in(membership: Application, tmp_path: Path) -> None:
    file = tmp_path / "ทะเบียน.csv"
    file.write_bytes(MESSY)

    def run(*options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PROGRAM, "import", "people", file, "--data", tmp_path, *options],
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    tried = run("--dry-run")
    assert tried.returncode == 2
    assert "2 to be recorded" in tried.stdout
    assert membership.database.rows("SELECT 1 FROM import_parts") == []
    taken = run("--json")
    assert taken.returncode == 2
    assert json.loads(taken.stdout)["counts"] == {"made": 2, "there": 0, "alike": 1, "wrong": 2}
    assert membership.database.rows("SELECT 1 FROM import_parts") == []
    file.write_bytes(as_csv(["ชื่อ-สกุล", "เลขบัตร"], ["มานะ ใจดี (สมมติ)", number(1)]))
    again = run()
    assert again.returncode == 0
    assert "1 there already" in again.stdout
