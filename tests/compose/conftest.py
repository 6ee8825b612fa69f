"""One engine for all tests in containers: its images take longest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.compose.composed import engine_with_images

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bangduan.testing.docker import Engine


@pytest.fixture(scope="session")
def docker() -> Iterator[Engine]:
    with engine_with_images() as running:
        yield running
