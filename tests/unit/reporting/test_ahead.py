"""A site whose log went back: everybody who may act on it is told that the province has stopped."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from bangduan.messaging.diverging import Told
from bangduan.testing.access import Keys
from bangduan.web.app import create_app
from bangduan.web.sessions import COOKIE

PROVINCE = "110000.province.from.110113.reporting"
NEIGHBOUR = "110113.learning.from.110113.reporting"
TH, EN = "จังหวัดหยุดรับตัวเลขของศูนย์", "the province takes no figures in"


@pytest.fixture
def client(site: Any) -> FlaskClient:
    """A browser of the secretary."""
    client = create_app(site.application).test_client()
    cookie, _ = Keys().cookie(site.application, "secretary")
    client.set_cookie(COOKIE, cookie)
    return client


@pytest.mark.parametrize("path", ["/home", "/reporting/months"])
def test_while_the_province_holds_more_than_the_log_the_pages_say_so(
    site: Any, client: FlaskClient, path: str
) -> None:
    told = Told(site.application.database)
    assert TH not in client.get(path).text

    told.diverged(PROVINCE, "000001.00000000000000000000.00000000000000000134")
    assert TH in client.get(path).text
    assert EN in client.get(f"{path}?lang=en").text

    told.agreed(PROVINCE)
    assert TH not in client.get(path).text


def test_a_service_of_the_site_that_reads_on_by_itself_is_no_matter_for_people(
    site: Any, client: FlaskClient
) -> None:
    Told(site.application.database).diverged(NEIGHBOUR, "000001.0.1")

    assert TH not in client.get("/home").text
