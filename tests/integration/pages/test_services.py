"""Every page that an installed service declares opens, in both languages, also when empty."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bangduan.application import Application
from bangduan.permissions import ROLES
from bangduan.rebuilding import prepare
from bangduan.service import Service, installed
from bangduan.settings import Settings
from bangduan.testing.access import Keys
from bangduan.testing.store.bench import new_id
from bangduan.web.app import create_app
from bangduan.web.pages import Pages, Resource
from bangduan.web.sessions import cookie_at

_DECLARED = {
    name: service for name, service in installed().items() if isinstance(service.pages, Pages)
}


@pytest.mark.parametrize("service", _DECLARED.values(), ids=_DECLARED)
def test_every_declared_page_opens(service: Service, tmp_path: Path) -> None:
    application = Application(service, Settings(data=tmp_path))
    prepare(application)
    client = create_app(application, _DECLARED.values()).test_client()
    value, form_token = Keys().cookie(application, *ROLES)
    client.set_cookie(cookie_at(application.scope), value)
    pages = service.pages
    assert isinstance(pages, Pages)
    for path in ("/", "/fragments/home", "/fragments/search?q=ก"):
        assert client.get(f"/{service.name}{path}").status_code == 200, path
    for resource in pages.resources.values():
        _opens(client, f"/{service.name}/{resource.name}", resource, form_token)
    application.close()


def _opens(client: FlaskClient, table: str, resource: Resource, form_token: str) -> None:
    for language in ("th", "en"):
        for query in ("", "&q=ก", "&format=csv", "&format=xlsx"):
            answer = client.get(f"{table}?lang={language}{query}", buffered=True)
            assert answer.status_code == 200, (table, answer.get_data(as_text=True))
    assert client.get(f"{table}/{new_id()}").status_code == 404
    if resource.create is not None:
        assert client.get(f"{table}/new").status_code == 200, table
        refused = client.post(f"{table}/new", data={"form_token": form_token})
        assert refused.status_code in {409, 422}, refused.get_data(as_text=True)
