"""The site's services on databases of their own, in one process, as one origin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    settings = Settings(data=tmp_path_factory.mktemp("site"), tambon="110113")
    root, member = (Application(named(name), settings) for name in ("reporting", "membership"))
    for application in (root, member):
        prepare(application)
    beside = Neighbours("http://127.0.0.1:9")
    services = (root.service, member.service)
    apps = {a.service.name: create_app(a, services, beside) for a in (root, member)}
    yield Site(root, member, apps, Keys())
    for application in (root, member):
        application.close()
