"""``bangduan accounts`` looks after accounts where their database is."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import stat
import time
from typing import TYPE_CHECKING, Any

import pytest

from bangduan.domain import RuleBroken
from services.accounts import demo, signing_in
from services.accounts.projections import list_tokens

if TYPE_CHECKING:
    from bangduan.application import Application
    from tests.integration.cli.conftest import Said, Site

PASSWORD = "four words in a row"
HERE = signing_in.From("192.0.2.1")
ONCE = re.compile(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}")


def opened(site: Site, username: str = "somchai", *more: str) -> Said:
    name = f"{username} (สมมติ)"
    return site.run("accounts", "open", username, "--name", name, "--role", "secretary", *more)


def accounts(site: Site) -> list[dict[str, Any]]:
    said = site.run("accounts", "list", "--json")
    assert said.code == 0
    listed: list[dict[str, Any]] = said.json["accounts"]
    return listed


def refused(application: Application, username: str, password: str) -> bool:
    try:
        signing_in.sign_in(application, username, password, HERE)
    except RuleBroken as refusal:
        return refusal.rule == signing_in.NOT_LET_IN.name
    return False


def test_an_opened_account_is_listed_and_its_one_time_password_is_told_once(site: Site) -> None:
    said = opened(site, "somchai", "--role", "treasurer")

    assert said.code == 0
    assert ONCE.fullmatch(said.out.strip())
    (account,) = accounts(site)
    assert account["username"] == "somchai"
    assert account["roles"] == ["secretary", "treasurer"]
    assert account["must_change"]
    assert account["account_id"] in said.err
    with site.application("accounts") as application:
        begun = signing_in.sign_in(
            application, "somchai", said.out.strip(), HERE, new_password=PASSWORD
        )
    assert begun.account_id == account["account_id"]
    assert "somchai (สมมติ)" in site.run("accounts", "list").out


def test_a_password_is_read_from_a_file(site: Site) -> None:
    file = site.folder / "password"
    file.write_text(f"{PASSWORD}\n")

    said = opened(site, "somchai", "--password-file", str(file))

    assert (said.code, said.out) == (0, "")
    with site.application("accounts") as application:
        assert not refused(application, "somchai", PASSWORD)


def test_a_token_says_whose_it_is(embedded: Site) -> None:
    opened(embedded)

    said = embedded.run("accounts", "token", "somchai", "--scope", "membership:read")

    assert said.code == 0
    assert said.out.strip().count(".") == 2
    assert len(said.out.splitlines()) == 1
    with embedded.application("accounts") as application:
        (row,) = application.reader.all(list_tokens())
    assert row["scopes"] == ["membership:read"]


def test_a_suspended_account_lets_nobody_in(embedded: Site) -> None:
    embedded.run("accounts", "demo")  # an administrator stays
    file = embedded.folder / "password"
    file.write_text(PASSWORD)
    opened(embedded, "somchai", "--password-file", str(file))

    said = embedded.run("accounts", "suspend", "somchai", "--reason", "left the office")

    assert said.code == 0
    (account,) = [each for each in accounts(embedded) if each["username"] == "somchai"]
    assert account["status"] == "suspended"
    with embedded.application("accounts") as application:
        assert refused(application, "somchai", PASSWORD)
    again = embedded.run("accounts", "suspend", "somchai")
    assert again.code == 1
    assert "suspended" in again.err


def test_a_reset_password_holds_instead_of_the_one_before(embedded: Site) -> None:
    first = opened(embedded).out.strip()

    said = embedded.run("accounts", "reset-password", "somchai")

    assert said.code == 0
    assert ONCE.fullmatch(said.out.strip())
    with embedded.application("accounts") as application:
        assert refused(application, "somchai", first)
        once = said.out.strip()
        signing_in.sign_in(application, "somchai", once, HERE, new_password=PASSWORD)


def test_a_rotated_key_signs_from_now_on(embedded: Site) -> None:
    opened(embedded)
    path = embedded.settings.data / "accounts-signing-key.pem"
    before = path.read_bytes()

    said = embedded.run("accounts", "rotate-key", "--retire")

    assert said.code == 0
    assert path.read_bytes() != before
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with embedded.application("accounts") as application:
        told = [row.type.split(".")[-2] for row in application.log.read()]
    assert told[-2:] == ["SigningKeyPublished", "SigningKeyRetired"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("accounts", "open", "somchai"),
        ("accounts", "open", "somchai", "--name", "x", "--role", "emperor"),
        ("accounts", "open", "somchai", "--name", "x", "--role", "chair", "--password-file", "/no"),
        ("accounts", "token", "somchai"),
        ("accounts", "token", "somchai", "--scope", "*:read", "--days", "0"),
        ("accounts", "token", "somchai", "--scope", "*:read", "--days", "many"),
        ("accounts", "promote", "somchai"),
    ],
)
def test_what_was_asked_wrongly_exits_with_2(embedded: Site, arguments: tuple[str, ...]) -> None:
    assert embedded.run(*arguments).code == 2
    assert not embedded.file("accounts").exists()


def test_a_setting_that_cannot_be_exits_with_2(embedded: Site) -> None:
    assert embedded.run("accounts", "list", BANGDUAN_TAMBON="nowhere").code == 2


def test_what_a_rule_refuses_exits_with_1_in_both_languages(embedded: Site) -> None:
    opened(embedded)

    taken = opened(embedded, "SomChai")
    unknown = embedded.run("accounts", "token", "nobody", "--scope", "*:read")
    scope = embedded.run("accounts", "token", "somchai", "--scope", "everything")

    assert [taken.code, unknown.code, scope.code] == [1, 1, 1]
    assert "ชื่อผู้ใช้นี้มีผู้ใช้แล้ว" in taken.err
    assert "This username is in use" in taken.err
    assert "no account nobody" in unknown.err
    assert len(accounts(embedded)) == 1


def test_the_demo_twice_is_the_demo_once(embedded: Site) -> None:
    first = embedded.run("accounts", "demo")
    file = embedded.settings.data / demo.FILE
    assert (first.code, first.out.strip()) == (0, str(file))
    kept = file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with embedded.application("accounts") as application:
        events = [row.id for row in application.log.read()]

    again = embedded.run("accounts", "demo")

    assert again.code == 0
    assert file.read_bytes() == kept
    with embedded.application("accounts") as application:
        assert [row.id for row in application.log.read()] == events
    assert {account["synthetic"] for account in accounts(embedded)} == {True}


def test_a_demo_killed_in_between_ends_the_same(embedded: Site) -> None:
    with embedded.started("accounts", "demo") as process:
        _until_some_are_open(embedded, process.poll)
        os.kill(process.pid, signal.SIGKILL)
        process.wait(30)
    file = embedded.settings.data / demo.FILE
    written = json.loads(file.read_text())
    assert any("token" not in kept for kept in written.values())

    assert embedded.run("accounts", "demo").code == 0

    kept = json.loads(file.read_text())
    assert len(accounts(embedded)) == len(kept) == 8
    for role, known in kept.items():
        # the passwords that stood in the file when it was killed are good
        assert known["password"] == written[role]["password"]
        assert known["token"].count(".") == 2
    with embedded.application("accounts") as application:
        for known in kept.values():
            assert not refused(application, known["username"], known["password"])
        opened = [row for row in application.log.read() if ".AccountOpened." in row.type]
    assert len(opened) == 8


def _until_some_are_open(site: Site, ended: Any) -> None:
    """Return while the demo is at it: one account is there, and not every one."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert ended() is None, "it was through before it could be killed"
        if site.file("accounts").exists() and _count(site):
            return
    raise AssertionError("no account was opened")


def _count(site: Site) -> int:
    uri = f"file:{site.file('accounts')}?mode=ro"
    connection = sqlite3.connect(uri, uri=True)
    try:
        (count,) = connection.execute(
            "SELECT count(*) FROM events WHERE type LIKE '%AccountOpened%'"
        ).fetchone()
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()
    return int(count)
