"""Two small sub-districts, told three months into a folder, once for all tests here."""

from __future__ import annotations

import pytest

from bangduan.simulation.telling import tell
from tests.integration.simulation.small import CODES, MONTHS, Told, small


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    data = tmp_path_factory.mktemp("simulated")
    return Told(data, [tell(small(code), MONTHS, data) for code in CODES])
