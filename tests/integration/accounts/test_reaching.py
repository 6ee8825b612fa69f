"""What accounts says reaches the other services: who may come in, and who no longer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest

from bangduan.testing.hosts import Hosts
from bangduan.testing.processes import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PEOPLE = "/membership/api/v1/people"
PASSWORD = "สี่คำ ต่อกัน ยาวพอ"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """Address of accounts and membership in one process, without any account."""
    with Hosts(tmp_path) as hosts:
        hosts.launch("both", ["accounts", "membership"])
        hosts.wait_healthy("both")
        yield hosts.url("both")


def settles(client: httpx.Client, status: int) -> None:
    wait_until(
        lambda: client.get(PEOPLE).status_code == status,
        otherwise=lambda: AssertionError(f"{client.get(PEOPLE).status_code} is not {status}"),
    )


def test_a_session_holds_everywhere_until_it_ends(site: str, tmp_path: Path) -> None:
    with httpx.Client(base_url=site, trust_env=False, timeout=30) as browser:
        page = browser.get("/accounts/set-up").text
        shown = re.search(r'name="form_token" value="([^"]+)"', page)
        assert shown
        form = {
            "form_token": shown[1], "username": "somchai", "name": "สมชาย (สมมติ)",
            "password": PASSWORD, "again": PASSWORD,
        }  # fmt: skip
        assert browser.post("/accounts/set-up", data=form).status_code == 303
        settles(browser, 200)
        program = httpx.Client(base_url=site, trust_env=False, timeout=30)
        body = {"label": "meter", "scopes": ["membership:read"], "days": 7}
        made = browser.post("/accounts/api/v1/me/tokens", json=body).json()
        program.headers["Authorization"] = f"Bearer {made['token']}"
        settles(program, 200)
        assert program.post(PEOPLE, json={"name": "ใครสักคน (สมมติ)"}).status_code == 403
        assert program.get("/accounts/api/v1/audit").status_code == 403

        browser.post(f"/accounts/api/v1/tokens/{made['id']}/revocation", json={})
        settles(program, 401)
        program.close()
        me = browser.get("/accounts/api/v1/me").json()
        browser.post(f"/accounts/api/v1/sessions/{me['session_id']}/end", json={})
        settles(browser, 401)
        kept = (tmp_path / "data" / "membership.sqlite3").read_bytes()
        kept += (tmp_path / "data" / "membership.sqlite3-wal").read_bytes()
    assert b"argon2" not in kept
    assert PASSWORD.encode() not in kept
    assert b"somchai" not in kept
