"""The first page of who is signed in: composed of what each service shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from uuid6 import uuid7

from bangduan.events.accounts import AccountOpened, SigningKeyPublished
from bangduan.events.types import EntityId, Line
from bangduan.testing.access import Keys, client_of, tell
from bangduan.web import sessions
from bangduan.web.home_news import Visit

from .conftest import Site

PLACE = "000001.00000000000000000000.00000000000000000007"
LATER = "000001.00000000000000000000.00000000000000000009"


def test_only_who_is_signed_in_has_one(site: Site) -> None:
    assert site.client().get("/home").status_code == 401
    assert site.client().get("/search?q=x").status_code == 401


def test_each_service_shows_its_cards_and_one_that_is_away_is_named(site: Site) -> None:
    keys = Keys()
    account = keys.open(site.root, "secretary")
    said = sessions.Statement("session", str(uuid7()), account, form_token=str(uuid7()))
    shown = keys.signed(site.root, said)
    _known_to(site, keys, account)
    client = site.client()
    client.set_cookie(sessions.COOKIE, shown)
    page = client.get("/home?lang=en").get_data(as_text=True)
    assert 'id="card-membership-' in page
    assert "Not reachable just now" in page  # learning, meetings and funds do not run here
    assert 'href="/membership/people"' not in page.partition("<main")[0]


def _known_to(site: Site, keys: Keys, account: str) -> None:
    tell(
        site.member,
        SigningKeyPublished(key_id=EntityId(keys.key.id), public_key=Line(keys.key.public)),
        AccountOpened(
            account_id=EntityId(account), username=Line("s"), name=Line("s"),
            roles=("secretary",), synthetic=True,
        ),
    )  # fmt: skip


def test_what_others_did_since_a_place_is_counted(site: Site) -> None:
    client = client_of(site.member, "secretary")
    before = client.get("/membership/fragments/news").get_json()
    assert before["count"] == 0
    other = client_of(site.member, "cd_officer")
    for name in ("ก (สมมติ)", "ข (สมมติ)"):
        given = {"name": name, "synthetic": True}
        assert other.post("/membership/api/v1/people", json=given).status_code == 201
    start = "000000.00000000000000000000.00000000000000000000"
    since = {"since": f"membership={start}"}
    news = client.get("/membership/fragments/news", query_string=since).get_json()
    assert news["count"] == 2
    assert news["kinds"][0]["count"] == 2
    mine = other.get("/membership/fragments/news", query_string=since).get_json()
    assert mine["count"] == 0
    nothing = {"since": f"membership={news['place']}"}
    assert client.get("/membership/fragments/news", query_string=nothing).get_json()["count"] == 0


def test_a_first_visit_has_no_news_and_a_reload_keeps_them() -> None:
    first = Visit.read("", "somebody").seen({"funds": PLACE})
    assert first.before == {"funds": PLACE}
    reloaded = Visit.read(first.write(), "somebody").seen({"funds": LATER})
    assert (reloaded.before, reloaded.now) == ({"funds": PLACE}, {"funds": LATER})


def test_after_a_pause_news_begin_where_the_last_visit_ended() -> None:
    long_ago = int((datetime.now(UTC) - timedelta(hours=8)).timestamp())
    visit = Visit.read(f"somebody|{long_ago}|funds={PLACE}|funds={LATER}", "somebody")
    assert visit.before == {"funds": LATER}


def test_the_visit_of_another_is_not_gone_on_with() -> None:
    visit = Visit.read(f"another|1|funds={PLACE}|funds={PLACE}", "somebody")
    assert visit.before == {}


def test_what_cannot_be_read_begins_anew(site: Site) -> None:
    client = client_of(site.member, "secretary")
    for since in ("membership=9", "membership=x", "%00", "membership=" + "9" * 80):
        answer = client.get("/membership/fragments/news", query_string={"since": since})
        assert answer.status_code == 200
