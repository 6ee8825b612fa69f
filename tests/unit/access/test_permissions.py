"""Who may do what, and what a token's scopes leave of it."""

import pytest

from bangduan.access import Identity, may
from bangduan.domain import command
from bangduan.errors import ConfigurationError
from bangduan.permissions import (
    OWN,
    PUBLIC,
    ROLE_NAMES,
    ROLES,
    SITE_ROLES,
    Permission,
    changes,
    permission_of,
    reads,
    roles_at,
    sees,
)
from bangduan.web.api import Api

LOOK = sees("library", "look", "secretary", en="Look", th="ดู")
WRITE = changes("library", "write", "secretary", en="Write", th="เขียน")


def identity(*roles: str, scopes: set[str] | None = None) -> Identity:
    return Identity("a", "s", frozenset(roles), scopes=scopes and frozenset(scopes))  # type: ignore[arg-type]


def test_a_role_may_what_it_was_given_and_no_more() -> None:
    assert may(identity("secretary"), WRITE)
    assert not may(identity("treasurer"), WRITE)
    assert not may(identity(), WRITE)
    assert not may(None, WRITE)


def test_the_auditor_sees_everything_and_changes_nothing() -> None:
    assert may(identity("auditor"), LOOK)
    assert not may(identity("auditor"), WRITE)
    with pytest.raises(ValueError, match="never the auditor"):
        changes("library", "write", "auditor", en="Write", th="เขียน")


def test_what_everybody_may_see_needs_no_role() -> None:
    seen = sees("library", "all", en="See", th="ดู")
    assert all(may(identity(role), seen) for role in SITE_ROLES)
    assert not may(identity(), sees("library", "all", en="See", th="ดู"))


def test_a_site_and_a_province_have_roles_of_their_own() -> None:
    at_both = set(roles_at("site")) & set(roles_at("province"))
    assert at_both == {"administrator", "auditor"}
    assert set(roles_at("site")) | set(roles_at("province")) == set(ROLES) == set(ROLE_NAMES)


def test_what_everybody_at_a_province_may_see_is_nothing_to_a_site() -> None:
    seen = sees("library", "all", en="See", th="ดู", scope="province")
    assert all(may(identity(role), seen) for role in roles_at("province"))
    assert not may(identity("secretary"), seen)
    assert not may(identity("analyst"), sees("library", "all", en="See", th="ดู"))


def test_public_is_for_nobody_we_know_too() -> None:
    assert may(None, PUBLIC)
    assert may(identity(scopes={"funds:read"}), PUBLIC)


def test_an_account_is_its_holders_whatever_the_role() -> None:
    assert may(identity(), OWN)
    assert not may(None, OWN)


@pytest.mark.parametrize(
    ("scopes", "looks", "writes"),
    [
        ({"library:read"}, True, False),
        ({"library:write"}, True, True),
        ({"*:read"}, True, False),
        ({"*:write"}, True, True),
        ({"funds:write"}, False, False),
        ({"library"}, False, False),
    ],
)
def test_a_token_may_what_both_its_roles_and_its_scopes_allow(
    scopes: set[str], looks: bool, writes: bool
) -> None:
    holder = identity("secretary", scopes=scopes)
    assert may(holder, LOOK) is looks
    assert may(holder, WRITE) is writes
    assert not may(identity("treasurer", scopes=scopes), WRITE)


def test_a_token_without_scopes_may_nothing() -> None:
    assert not Identity("a", "t", frozenset({"secretary"}), scopes=frozenset()).may(LOOK)


def test_a_command_without_a_permission_cannot_be_offered() -> None:
    @command
    class Internal:
        """Given by the service itself."""

        id: str

    @command(WRITE)
    class Offered:
        """Given by a client."""

        id: str

    def unsaid() -> None: ...

    @reads(LOOK)
    def said() -> None: ...

    assert permission_of(Internal) is None
    assert permission_of(Offered) is WRITE
    assert permission_of(said) is LOOK
    api = Api("library")
    with pytest.raises(ConfigurationError, match="Internal does not say who may use it"):
        api.command("POST", "/things", Internal, tag="things", summary="Do")
    with pytest.raises(ConfigurationError, match="unsaid does not say who may use it"):
        api.item("GET", "/things", view=Offered, query=unsaid, tag="things", summary="See")


def test_a_permission_tells_its_service_and_scope() -> None:
    assert (LOOK.service, LOOK.scope, WRITE.scope) == ("library", "library:read", "library:write")
    assert isinstance(LOOK, Permission)
