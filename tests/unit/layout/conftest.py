"""The site's services on databases of their own, in one process, as one origin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.permissions import Role
from bangduan.rebuilding import prepare
from bangduan.service import named
from bangduan.settings import Settings
from bangduan.testing.access import Keys
from bangduan.web.app import create_app
from bangduan.web.neighbours import Neighbours
from bangduan.web.sessions import COOKIE


@dataclass
class Site:
    """Two services of one site: the one at the root, and one whose pages are declared."""

    root: Application
    member: Application
    apps: dict[str, Flask]
    keys: Keys

    def client(self, service: str = "reporting") -> FlaskClient:
        """A browser that nobody has signed in with."""
        return self.apps[service].test_client()

    def signed_in(self, *roles: Role, service: str = "reporting") -> FlaskClient:
        """A browser of somebody with these roles."""
        client = self.client(service)
        application = self.root if service == "reporting" else self.member
        cookie, _ = self.keys.cookie(application, *roles)
        client.set_cookie(COOKIE, cookie)
        return client


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Callable[[str], Application]]:
    started: list[Application] = []

    def run(service: str) -> Application:
        application = Application(named(service), Settings(data=tmp_path, tambon="110113"))
        started.append(application)
        prepare(application)
        return application

    yield run
    for application in started:
        application.close()


@pytest.fixture
def site(running: Callable[[str], Application]) -> Site:
    beside = Neighbours("http://127.0.0.1:9")
    root, member = running("reporting"), running("membership")
    services = (root.service, member.service)
    apps = {a.service.name: create_app(a, services, beside) for a in (root, member)}
    return Site(root, member, apps, Keys())
