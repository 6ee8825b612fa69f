"""The tutorial page works as it stands: a service from elsewhere installs, runs and appears."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from bangduan.settings import Settings
from bangduan.testing.hosts import Hosts
from bangduan.testing.processes import ServerFailed, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = Path(__file__).resolve().parents[2] / "docs" / "adding-a-service.md"


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the page's package in it, installed for the processes of this test."""
    site = tmp_path / "site-packages"
    for name, code in re.findall(r"```python\n# (\S+)\n(.*?)```", PAGE.read_text(), re.DOTALL):
        file = site / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code)
    (site / "wastebank" / "__init__.py").touch()
    entry_points = re.findall(r"```toml\n(.*?)```", PAGE.read_text(), re.DOTALL)[0]
    metadata = site / "wastebank-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: wastebank\nVersion: 1.0\n")
    group, line = re.fullmatch(r'\[project\.entry-points\."(\S+)"\]\n(.*)\n', entry_points).groups()  # type: ignore[union-attr]
    (metadata / "entry_points.txt").write_text(f"[{group}]\n{line.replace(chr(34), '')}\n")
    monkeypatch.setenv("PYTHONPATH", str(site))
    return site


@pytest.fixture
def hosts(elsewhere: Path, tmp_path: Path, rabbit: str) -> Iterator[Hosts]:
    """Membership and the waste bank, one process each, on RabbitMQ."""
    assert elsewhere.is_dir()
    with Hosts(tmp_path, Settings(broker=rabbit)) as running:
        yield running


def test_a_service_from_elsewhere_gets_everything_from_the_first_event(hosts: Hosts) -> None:
    hosts.start("accounts", "membership")
    who = hosts.administrator()
    hosts.wait_known("membership", who)
    organisation = httpx.post(
        f"{hosts.url('membership')}/membership/api/v1/organisations",
        json={"kind": "savings-group", "name": "กลุ่มออมทรัพย์", "location": "inside"},
        headers=who, trust_env=False,
    )  # fmt: skip
    assert organisation.status_code == 201, organisation.text

    hosts.start("wastebank")
    hosts.wait_known("wastebank", who)
    with httpx.Client(
        base_url=f"{hosts.url('wastebank')}/wastebank/api/v1", headers=who, trust_env=False
    ) as api:
        wait_until(
            lambda: bool(api.get("/organisations").json()["items"]),
            otherwise=lambda: ServerFailed(hosts.log("wastebank")),
        )
        weighing = {
            "organisation_id": organisation.json()["id"], "material": "pet-bottles", "grams": 1500,
        }  # fmt: skip
        assert httpx.post(f"{api.base_url}weighings", json=weighing).status_code == 401
        weighed = api.post("/weighings", json=weighing)
        assert weighed.status_code == 201, weighed.text
        assert api.get("/totals").json()["items"] == [{**weighing, "name": "กลุ่มออมทรัพย์"}]
