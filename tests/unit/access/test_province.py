"""Where a service runs, what it subscribes to there, and which cookie holds its sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bangduan.access import ACCESS
from bangduan.application import Application
from bangduan.places import places
from bangduan.rebuilding import prepare
from bangduan.service import installed
from bangduan.settings import Settings
from bangduan.testing.access import Keys
from bangduan.web import sessions
from bangduan.web.app import create_app

if TYPE_CHECKING:
    from pathlib import Path

SITE = Settings(tambon="110113")
PROVINCE = Settings(tambon="110000", sites=("110113", "110114"))


def test_accounts_run_at_sites_and_at_provinces() -> None:
    accounts = installed()["accounts"]
    assert accounts.runs_at("site")
    assert accounts.runs_at("province")
    assert (accounts.scope_at(SITE), accounts.scope_at(PROVINCE)) == ("site", "province")
    assert not installed()["membership"].runs_at("province")
    assert not installed()["province"].runs_at("site")


def test_a_province_lets_in_whom_its_own_accounts_know_and_nobody_elses() -> None:
    followed = installed()["province"].sources_at(PROVINCE)
    assert [tambon for tambon, source in followed if source == "accounts"] == ["110000"]
    assert {tambon for tambon, source in followed if source == "reporting"} == set(PROVINCE.sites)
    assert {source for _, source in followed} == {"accounts", "reporting"}


def test_the_accounts_of_a_province_follow_nothing_of_its_sites() -> None:
    assert installed()["accounts"].sources_at(PROVINCE) == ()
    assert ("110113", "membership") in installed()["accounts"].sources_at(SITE)


def test_everybody_who_serves_pages_knows_who_may_come_in() -> None:
    for service in installed().values():
        assert service.knows_access
        assert ACCESS in service.projections


def test_a_session_of_the_site_is_none_of_the_province(tmp_path: Path) -> None:
    settings = Settings(tambon="110000", data=tmp_path)
    province = Application(installed()["province"], settings)
    prepare(province)
    client = create_app(province).test_client()
    value, _ = Keys().cookie(province, "administrator")
    client.set_cookie(sessions.COOKIE, value)
    assert client.get("/home").status_code == 401
    client.set_cookie(sessions.cookie_at("province"), value)
    assert client.get("/home").status_code == 200
    province.close()


def test_under_up_the_accounts_of_the_province_have_a_place_of_their_own(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    assert "accounts@province" not in {place.name for place in places(settings)}
    (tmp_path / "province").mkdir()
    (tmp_path / "province" / "accounts.sqlite3").touch()
    found = {place.name: place for place in places(settings)}
    assert found["accounts"].source == "/tambon/110113/accounts"
    assert found["accounts@province"].source == "/tambon/110000/accounts"
    assert found["accounts"].keyring_url != found["accounts@province"].keyring_url
    assert (found["accounts"].scope, found["accounts@province"].scope) == ("site", "province")


def test_what_is_restored_need_not_be_there_yet(tmp_path: Path) -> None:
    (place,) = places(Settings(data=tmp_path), ("accounts@province",))
    assert place.url.endswith("/province/accounts.sqlite3")
