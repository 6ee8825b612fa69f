"""Accounts of a province: the roles there are, and the invented people of a demonstration."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bangduan.application import Application
from bangduan.domain import RuleBroken
from bangduan.permissions import PROVINCE_ROLES
from bangduan.rebuilding import prepare
from bangduan.settings import Settings
from bangduan.unit_of_work import Context
from services.accounts import demo, projections, signing_in, views
from services.accounts.domain.account import ChangeRoles
from services.accounts.service import service
from tests.integration.accounts.conftest import PASSWORD, Browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bangduan.permissions import Role


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Application]:
    """The service as it runs at a province."""
    application = Application(service, Settings(data=tmp_path, tambon="110000"))
    prepare(application)
    yield application
    application.close()


def open_account(accounts: Application, role: Role) -> str:
    id, _ = signing_in.open_account(
        accounts, username=f"the-{role}", name=f"{role} (สมมติ)", roles=(role,),
        password=PASSWORD, synthetic=True, context=Context(actor="console"),
    )  # fmt: skip
    return id


def test_a_province_opens_accounts_with_its_own_roles(accounts: Application) -> None:
    for role in PROVINCE_ROLES:
        open_account(accounts, role)
    rows = accounts.reader.all(projections.list_accounts(views.AccountFilter()))
    assert {row["roles"][0] for row in rows} == set(PROVINCE_ROLES)


def test_nobody_is_a_secretary_of_a_province(accounts: Application) -> None:
    with pytest.raises(RuleBroken) as refused:
        open_account(accounts, "secretary")
    assert refused.value.rule == "role-not-of-here"
    assert "Province officer" in refused.value.en
    assert "เจ้าหน้าที่จังหวัด" in refused.value.th


def test_nobody_becomes_an_officer_of_the_province_at_a_site(tmp_path: Path) -> None:
    site = Application(service, Settings(data=tmp_path))
    prepare(site)
    open_account(site, "administrator")
    secretary = open_account(site, "secretary")
    with pytest.raises(RuleBroken) as refused:
        site.execute(ChangeRoles(account_id=secretary, roles=("province_officer",)))  # type: ignore[arg-type]
    site.close()
    assert (refused.value.rule, refused.value.field) == ("role-not-of-here", "roles")


def test_the_form_for_a_new_account_offers_the_roles_of_the_province(
    accounts: Application, browser: Browser
) -> None:
    open_account(accounts, "administrator")
    browser.sign_in("the-administrator")
    form = browser.get("/accounts/accounts/new?lang=th").text
    assert "นักวิเคราะห์ข้อมูลจังหวัด" in form
    assert "เหรัญญิก" not in form


def test_the_demonstration_has_one_invented_person_a_role(accounts: Application) -> None:
    kept = json.loads(demo.make(accounts).read_text())
    assert tuple(kept) == PROVINCE_ROLES
    rows = accounts.reader.all(projections.list_accounts(views.AccountFilter()))
    assert all(row["synthetic"] and "(สมมติ)" in row["name"] for row in rows)
