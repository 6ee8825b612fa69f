"""What every test in containers begins with: images, an .env and passwords, a project of them."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bangduan.testing.docker import Project, engine
from bangduan.testing.images import SUITE, provide, trusting_base

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bangduan.testing.docker import Engine

ROOT: Final = Path(__file__).parents[2]
HEALTHY_SECONDS: Final = 300
IMAGE: Final = "bangduan-test/bangduan:latest"
#: What docker-compose.yml does not name: the newest versions that all of it is to run on.
NEWEST: Final = {
    "BANGDUAN_IMAGE": "bangduan-test/bangduan:newest",
    "POSTGRES_IMAGE": "postgres:17",
    "RABBITMQ_IMAGE": "rabbitmq:4-management",
}

_RECIPES: Final = Path(__file__).parent / "images"
_NEWEST_PYTHON: Final = "python:3.13-slim-trixie"
_NEWEST_SUITE: Final = "trixie"
# The first is built; nobody makes the second for Debian, so there is no stand-in.
_NOT_TO_BE_HAD: Final = frozenset({"BANGDUAN_IMAGE", "GRAFANA_IMAGE"})


def named_images() -> list[str]:
    """The images that the compose file and the Dockerfile name by default."""
    compose = (ROOT / "docker-compose.yml").read_text()
    defaults = dict(re.findall(r"\$\{(\w+_IMAGE):-([^}]+)\}", compose))
    defaults["PYTHON_IMAGE"] = python_image()
    return [image for name, image in defaults.items() if name not in _NOT_TO_BE_HAD]


def python_image() -> str:
    """The image that ours is made on."""
    found = re.search(r"^ARG BASE=(\S+)$", (ROOT / "deploy/Dockerfile").read_text(), re.MULTILINE)
    assert found
    return found[1]


def make_env(folder: Path, *arguments: str) -> dict[str, str]:
    """What .env holds; the passwords lie in files beside it, as on anybody's machine.

    With BANGDUAN_TEST_SUITE=trixie it is set up on the newest versions.
    """
    where = {"ENV_FILE": str(folder / ".env"), "SECRETS": str(folder / "secrets")}
    program = ROOT / "deploy/make-env"
    subprocess.run([program, *arguments], check=True, env={**os.environ, **where})
    lines = (folder / ".env").read_text().splitlines()
    values = dict(line.split("=", 1) for line in lines if "=" in line and line[0] != "#")
    newest = NEWEST if os.environ.get("BANGDUAN_TEST_SUITE") == _NEWEST_SUITE else {}
    return {**values, "SECRETS": where["SECRETS"], "BANGDUAN_IMAGE": IMAGE, **newest}


@contextmanager
def engine_with_images() -> Iterator[Engine]:
    """An engine that has every image, of both ends of the range; ours built of the files here."""
    newest = [name for kind, name in NEWEST.items() if kind not in _NOT_TO_BE_HAD]
    with engine() as docker:
        provide(docker, named_images(), _RECIPES, SUITE)
        provide(docker, [*newest, _NEWEST_PYTHON], _RECIPES, _NEWEST_SUITE)
        build(docker, IMAGE, python_image())
        build(docker, NEWEST["BANGDUAN_IMAGE"], _NEWEST_PYTHON)
        yield docker


def build(docker: Engine, name: str, python: str) -> None:
    """Build our image on one with a Python."""
    base = trusting_base(docker, python)
    arguments = ("--file", ROOT / "deploy/Dockerfile", "--build-arg", f"BASE={base}")
    docker.build(ROOT, name, *arguments)


@contextmanager
def project(
    docker: Engine, settings: Mapping[str, str], profiles: Sequence[str]
) -> Iterator[Project]:
    """A compose project of a name of its own; nothing of it is left."""
    name = f"bangduan-test-{secrets.token_hex(4)}"
    made = Project(docker, ROOT, name=name, settings=settings, profiles=profiles)
    try:
        yield made
    finally:
        made.down()
