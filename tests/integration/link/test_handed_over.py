"""An invitation handed over as containers do it, while the province's service looks on."""

from __future__ import annotations

import json
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from bangduan.link.management import Management
from bangduan.testing.hosts import environment_of
from tests.integration.link.conftest import PROGRAM, SITE

if TYPE_CHECKING:
    from bangduan.settings import Settings
    from tests.integration.link.conftest import World


def given(site: Settings, invitation: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run ``bangduan join -`` with an invitation on standard input."""
    return subprocess.run(
        [PROGRAM, "join", "-", *options], env=environment_of(site), input=invitation, text=True,
        capture_output=True, check=False, timeout=240,
    )  # fmt: skip


def test_a_site_joins_with_an_invitation_that_was_no_file(world: World) -> None:
    before = set(world.folder.iterdir())
    said = world.run(world.province, "province", "enrol", SITE, "--output", "-")
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout), "the invitation alone"
    digits = re.search(r"read this out: ([0-9 ]+)", said.stderr)
    assert digits
    assert set(world.folder.iterdir()) == before

    refused = given(world.site, said.stdout)
    joined = given(world.site, said.stdout, "--fingerprint", digits[1])

    assert refused.returncode == 2
    assert "--fingerprint" in refused.stderr
    assert joined.returncode == 0, joined.stderr
    assert world.status() == "enrolled"


def test_those_who_tell_the_broker_of_the_same_user_at_the_same_moment_are_all_heard(
    world: World,
) -> None:
    names = [f"{SITE}-at-once-{number}" for number in range(20)]

    def tell(_: int) -> None:
        with Management(world.near.admin_url) as broker:
            for name in names:
                broker.put_user(name)

    with ThreadPoolExecutor(4) as several:
        list(several.map(tell, range(4)))

    with world.near_broker as broker:
        assert broker.users().issuperset(names)
