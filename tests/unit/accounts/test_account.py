"""An account: opened, changed, suspended, erased; what was tried under it is counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bangduan.events.accounts import (
    AccountErased,
    AccountLinked,
    AccountOpened,
    AccountRenamed,
    AccountRestored,
    AccountSuspended,
    FailuresCleared,
    PasswordChanged,
    RolesChanged,
    SignInRefused,
)
from bangduan.events.types import EntityId, Line, PositiveCount
from bangduan.permissions import Role
from bangduan.testing.scenario import given
from services.accounts.domain import account as rules
from services.accounts.domain.account import ACCOUNT

ID = EntityId("018f0000-0000-7000-8000-000000000001")
PERSON = EntityId("018f0000-0000-7000-8000-000000000002")
ADDRESS = EntityId("018f0000-0000-7000-8000-000000000003")
NOW = datetime(2025, 1, 1, 12, tzinfo=UTC)
CHAIR: tuple[Role, ...] = ("chair",)


def opened(*roles: Role) -> AccountOpened:
    return AccountOpened(
        account_id=ID, username=Line("somchai"), name=Line("สมชาย (สมมติ)"), roles=roles or CHAIR
    )


def opening(username: str = "somchai", roles: tuple[Role, ...] = CHAIR) -> rules.OpenAccount:
    return rules.OpenAccount(
        account_id=ID, username=Line(username), name=Line("สมชาย (สมมติ)"), roles=roles,
        password_hash="secret",
    )  # fmt: skip


def refused(failures: int, at: datetime = NOW) -> SignInRefused:
    return SignInRefused(
        account_id=ID, reason="wrong-password", failures=PositiveCount(failures), at=at,
        address=None,
    )  # fmt: skip


def test_the_first_account_is_an_administrators_and_chose_its_password() -> None:
    command = rules.SetUp(
        account_id=ID, username=Line("somchai"), name=Line("สมชาย"), password_hash="secret"
    )
    state = (
        given(ACCOUNT)
        .when(command)
        .then(
            AccountOpened(
                account_id=ID,
                username=Line("somchai"),
                name=Line("สมชาย"),
                roles=("administrator",),
            ),
            PasswordChanged(account_id=ID, by="holder"),
        )
    )
    assert state.administers
    assert not state.must_change


def test_an_account_is_opened_with_a_password_to_be_changed() -> None:
    state = (
        given(ACCOUNT)
        .when(opening())
        .then(opened(), PasswordChanged(account_id=ID, by="administrator"))
    )
    assert state.must_change


def test_no_event_of_an_account_holds_its_hash() -> None:
    assert "secret" not in repr(given(ACCOUNT).when(opening()).events)


@pytest.mark.parametrize("username", ["a", "som chai", "x" * 61, "a/b", "<b>"])
def test_a_username_is_plain(username: str) -> None:
    given(ACCOUNT).when(opening(username)).refuses(rules.USERNAME_IS_PLAIN)


def test_a_thai_username_is_plain() -> None:
    assert given(ACCOUNT).when(opening("สมชาย.ก้อง")).events


@pytest.mark.parametrize("roles", [(), ("chair", "chair")])
def test_an_account_has_roles_each_once(roles: tuple[Role, ...]) -> None:
    given(ACCOUNT).when(opening(roles=roles)).refuses(rules.SOME_ROLE)


def test_an_account_is_opened_once() -> None:
    given(ACCOUNT, opened()).when(opening()).refuses(rules.ALREADY_OPENED)


def test_who_is_not_there_changes_nothing() -> None:
    given(ACCOUNT).when(rules.RestoreAccount(account_id=ID)).finds_nothing()


def test_it_is_renamed_and_linked() -> None:
    given(ACCOUNT, opened()).when(rules.RenameAccount(account_id=ID, name=Line("ใหม่"))).then(
        AccountRenamed(account_id=ID, name=Line("ใหม่"))
    )
    given(ACCOUNT, opened()).when(rules.LinkAccount(account_id=ID, person_id=PERSON)).then(
        AccountLinked(account_id=ID, person_id=PERSON)
    )


def test_roles_change_to_others() -> None:
    change = rules.ChangeRoles(account_id=ID, roles=("auditor",))
    state = (
        given(ACCOUNT, opened()).when(change).then(RolesChanged(account_id=ID, roles=("auditor",)))
    )
    assert state.roles == ("auditor",)
    given(ACCOUNT, opened("auditor")).when(change).refuses(rules.ROLES_DIFFER)


def test_a_suspended_account_is_restored_and_nothing_else() -> None:
    suspended = AccountSuspended(account_id=ID)
    given(ACCOUNT, opened()).when(rules.SuspendAccount(account_id=ID)).then(suspended)
    given(ACCOUNT, opened(), suspended).when(rules.SuspendAccount(account_id=ID)).refuses(
        rules.ACTIVE
    )
    given(ACCOUNT, opened(), suspended).when(
        rules.ChangePassword(account_id=ID, password_hash="x")
    ).refuses(rules.ACTIVE)
    given(ACCOUNT, opened(), suspended).when(rules.RestoreAccount(account_id=ID)).then(
        AccountRestored(account_id=ID)
    )
    given(ACCOUNT, opened()).when(rules.RestoreAccount(account_id=ID)).refuses(rules.SUSPENDED)


def test_an_erased_account_stays_erased() -> None:
    erased = AccountErased(account_id=ID)
    given(ACCOUNT, opened()).when(rules.EraseAccount(account_id=ID)).then(erased)
    given(ACCOUNT, opened(), erased).when(rules.RestoreAccount(account_id=ID)).refuses(rules.ERASED)


def test_a_password_set_by_an_administrator_is_to_be_changed() -> None:
    reset = PasswordChanged(account_id=ID, by="administrator")
    state = (
        given(ACCOUNT, opened())
        .when(rules.ResetPassword(account_id=ID, password_hash="x"))
        .then(reset)
    )
    assert state.must_change
    state = (
        given(ACCOUNT, opened(), reset)
        .when(rules.ChangePassword(account_id=ID, password_hash="x"))
        .then(PasswordChanged(account_id=ID, by="holder"))
    )
    assert not state.must_change


def test_failures_are_counted_until_somebody_signs_in() -> None:
    refuse = rules.RefuseSignIn(account_id=ID, address_id=ADDRESS, reason="wrong-password", at=NOW)
    given(ACCOUNT, opened()).when(refuse).then(refused(1))
    given(ACCOUNT, opened(), refused(1)).when(refuse).then(refused(2))
    clear = rules.ClearFailures(account_id=ID)
    given(ACCOUNT, opened()).when(clear).then()
    state = given(ACCOUNT, opened(), refused(6)).when(clear).then(FailuresCleared(account_id=ID))
    assert state.wait(NOW) <= timedelta(0)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(4, 0), (5, 30), (6, 60), (7, 120), (9, 480), (10, 900), (99, 900)]
)
def test_the_wait_doubles_from_the_fifth_failure_to_a_quarter_of_an_hour(
    failures: int, seconds: int
) -> None:
    account = given(ACCOUNT, opened(), refused(failures)).state
    assert account.wait(NOW) == timedelta(seconds=seconds)
    assert account.wait(NOW + timedelta(seconds=seconds)) == timedelta(0)
