"""Every form of every installed service, filled in at random: it answers, and says what is wrong.

The forms are those that pages show of a site where the story of Bang Duan was told. What is typed
is partly right and partly as wrong as can be. The choice is always the same.
"""

from __future__ import annotations

import dataclasses
import json
import re
import signal
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from uuid6 import uuid7

from bangduan.application import Application
from bangduan.events.envelope import START, Place
from bangduan.permissions import ROLES, permission_of
from bangduan.rebuilding import prepare
from bangduan.service import installed
from bangduan.testing.access import Keys
from bangduan.testing.processes import free_ports
from bangduan.testing.up import Up
from bangduan.web import sign_in
from bangduan.web.app import MAX_BODY_BYTES, create_app
from bangduan.web.guard import FORM_FIELD, RENEWAL
from bangduan.web.pages import Pages
from bangduan.web.reading import largest_body
from bangduan.web.sessions import cookie_at
from tests.integration.pages.seen import Drawn, Seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from hypothesis.strategies import SearchStrategy
    from werkzeug.routing import Rule
    from werkzeug.test import TestResponse

STORY = Path(__file__).resolve().parents[3] / "deploy" / "demo" / "bang-duan-2551.yaml"
FORM = "application/x-www-form-urlencoded"
RECORDS = 1
EXAMPLES = 4
#: Done: the page that comes next, or the one that shows once what was made.
DONE = {201, 303}
ANSWERS = {200, 201, 303, 400, 404, 409, 412, 413, 422, 429}
#: What is written down of an attempt that failed.
OF_FAILING = re.compile(r"\.(SignIn|Address|Name)Refused\.v")
LANGUAGES = {"th": re.compile(r"[ก-๙]{3}"), "en": re.compile(r"[A-Za-z]{3}")}
#: Public forms lead to whoever signs in; a session's cookie stays out of them.
PUBLIC = ("/accounts/sign-in", "/accounts/set-up")

Pairs = list[tuple[str, str]]


@dataclasses.dataclass(slots=True)
class Site:
    """One service after the story, and a browser of somebody who may do everything."""

    application: Application
    app: Flask
    client: FlaskClient
    cookie: str
    form_token: str
    forms: list[Drawn] = dataclasses.field(default_factory=list)
    answers: Counter[int] = dataclasses.field(default_factory=Counter)

    def get(self, path: str) -> str:
        """What a page shows."""
        self._come_to(path)
        answer = self.client.get(path)
        assert answer.status_code < 500, path
        return answer.get_data(as_text=True)

    def send(self, path: str, body: bytes, content_type: str = FORM) -> TestResponse:
        """The answer to a form."""
        self._come_to(path)
        return self.client.post(path, data=body, content_type=content_type, buffered=True)

    @property
    def head(self) -> Place:
        """Where the log ends."""
        last = self.application.log.head()
        return last.place if last is not None else START

    def appended(self, since: Place) -> list[str]:
        """Types of the events since then, but those of attempts that failed."""
        rows = self.application.log.read(since)
        return [row.type for row in rows if not OF_FAILING.search(row.type)]

    def token(self, drawn: Drawn) -> str:
        """What shows that a form came from its page."""
        anonymous = self.client.get_cookie(sign_in.COOKIE)
        if drawn.action.startswith(PUBLIC) and anonymous is not None:
            return anonymous.value
        return self.form_token

    def drawn(self) -> Iterator[Drawn]:
        """Forms of all commands: as pages draw them, where there is a record they are of."""
        found: dict[str, int] = {}
        for path in self._pages():
            for drawn in Seen(self.get(path)).forms:
                if drawn.action.startswith(f"/{self.application.service.name}/"):
                    endpoint = self.endpoint(drawn.action)
                    found[endpoint] = found.get(endpoint, 0) + 1
                    if found[endpoint] <= RECORDS:
                        yield drawn
        for rule in self.posted():
            if rule.endpoint not in found:
                built = rule.build({name: str(uuid7()) for name in rule.arguments})
                assert built is not None
                yield Drawn(built[1])

    def posted(self) -> list[Rule]:
        """Where pages send forms to."""
        return [
            rule
            for rule in self.app.url_map.iter_rules()
            if "POST" in (rule.methods or ()) and "/api/" not in rule.rule and rule.rule != RENEWAL
        ]

    def _come_to(self, path: str) -> None:
        """Be signed in, but where one signs in."""
        name = cookie_at(self.application.scope)
        if path.startswith(PUBLIC):
            self.client.delete_cookie(name)
        else:
            self.client.set_cookie(name, self.cookie)

    def _pages(self) -> Iterator[str]:
        """Addresses of pages with forms."""
        name, pages = self.application.service.name, self.application.service.pages
        if name == "accounts":
            yield from (*PUBLIC, "/accounts/me", "/accounts/accounts/new")
            opened = "SELECT account_id FROM accounts ORDER BY account_id LIMIT 2"
            for (id,) in self.application.database.rows(opened):
                yield f"/accounts/accounts/{id}"
        elif not isinstance(pages, Pages):
            yield from (rule.rule for rule in self.posted() if not rule.arguments)
        if not isinstance(pages, Pages):
            return
        for rule in self.posted():
            if not rule.arguments:
                yield rule.rule
                continue
            resource = rule.rule.removeprefix(f"/{name}/").partition("/")[0]
            options = self.get(f"/{name}/options/{resource}?limit={RECORDS}")
            for option in json.loads(options)["items"]:
                yield rule.rule.replace("<record>", option["id"])

    def endpoint(self, path: str) -> str:
        """Name of the view that a form is sent to."""
        return str(self.app.url_map.bind("localhost").match(path, method="POST")[0])


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Up:
    """A site where the story was told, not running any more."""
    port, province_port = free_ports(2)
    process = Up(tmp_path_factory.mktemp("told") / "data", port, province_port, STORY)
    process.start()
    assert process.child is not None
    try:
        process.wait_replayed()
        process.settled()
        assert process.stop() == 0
    finally:
        process.child.end(signal.SIGTERM, seconds=20)
    return process


@pytest.fixture(scope="module", params=installed())
def site(request: pytest.FixtureRequest, told: Up) -> Iterator[Site]:
    """Each installed service in turn."""
    service = installed()[request.param]
    with closing(Application(service, told.settings()[service])) as application:
        prepare(application)
        app = create_app(application)
        client = app.test_client()
        cookie, form_token = "", ""
        if service.knows_access:
            cookie, form_token = Keys().cookie(application, *ROLES)
            client.set_cookie(cookie_at(application.scope), cookie)
        made = Site(application, app, client, cookie, form_token)
        made.forms += made.drawn()
        yield made


PLAUSIBLE = st.sampled_from(
    ["ก", "กลุ่มสตรี (สมมติ)", "๘๐๐", "1,200", "2,150.50", "30/6/2551", "30 มิ.ย. 2551", "2551",
     "village-fund", "11011301", "true", "at_least", "0190a5c0-0000-7000-8000-000000000001",
     "ก\r\nข\r\n\r\nค", "one:write"]
)  # fmt: skip
HOSTILE = st.one_of(
    st.sampled_from(
        ["\0", "ก\0ข", "9" * 40, "9" * 5000, "-9" * 20, "๙" * 20, "1e999", "NaN", "²", "٣", "Ⅷ",
         "31/2/2551", "29/2/2552", "0/0/0", "1/1/1", "1/1/99999", "2008-02-31", "\ud800", "\u202e",
         "ก" * 20_001, "a" * 301, " ", "\u200b", "<script>x</script>", "' OR 1=1 --", "%(x)s",
         "{{ 7*7 }}", "../../etc", "//elsewhere.example/", "null", "[]", "{}", "True", "฿", "-0"]
    ),
    st.text(st.characters(exclude_categories=()), max_size=12),
    st.integers().map(str),
)  # fmt: skip
VALUES = PLAUSIBLE | HOSTILE


def posts(drawn: Drawn) -> SearchStrategy[Pairs]:
    """What may be sent for a form: each field as drawn, chosen, typed, left out, or repeated."""
    parts: list[SearchStrategy[Pairs]] = []
    for field in drawn.fields:
        if field.name == FORM_FIELD:
            continue
        name = st.just(field.name)
        chosen = st.sampled_from(field.options) if field.options else PLAUSIBLE
        parts.append(
            st.one_of(
                st.just([(field.name, field.value)]),
                st.tuples(name, chosen).map(lambda pair: [pair]),
                st.tuples(name, chosen).map(lambda pair: [pair]),
                st.tuples(name, HOSTILE).map(lambda pair: [pair]),
                st.just([]),
                st.lists(st.tuples(name, VALUES), min_size=2, max_size=3),
            )
        )
    return st.tuples(st.tuples(*parts), st.lists(forged(drawn), max_size=2)).map(
        lambda made: [pair for pairs in made[0] for pair in pairs] + made[1]
    )


def forged(drawn: Drawn) -> SearchStrategy[tuple[str, str]]:
    """Something that no page would send."""
    names = st.sampled_from([field.name for field in drawn.fields] or ["name", "period"])
    beyond = st.sampled_from(
        ["_key", "_version", "_add", "next", "back", "", ".", "._n", ".0", ".0.0.0", ".value",
         ".bound", "._typed", ".-1.account", ".0.account", ".\0", ".199.x"]
    )  # fmt: skip
    name = st.one_of(st.tuples(names, beyond).map("".join), beyond, VALUES)
    counts = st.sampled_from(["0", "1", "7", "-1", "999999", "9" * 400, "๓", "\0"])
    return st.tuples(name, VALUES | counts | names)


def judged(site: Site, path: str, body: bytes, language: str) -> list[str]:
    """What is not as it should be in the answer to a form that was sent."""
    before = site.head
    answer = site.send(f"{path}?lang={language}", body)
    events, status = site.appended(before), answer.status_code
    site.answers[status] += 1
    wrong = []
    if status not in ANSWERS and not (path.startswith(PUBLIC) and status == 401):
        wrong.append(f"answered {status}")
    if status != 303 and answer.mimetype != "text/html":
        wrong.append(f"{status} is no page but {answer.mimetype}")
    if status >= 400 or status == 200:
        wrong += [f"{status}, and yet {each} was recorded" for each in events]
    if status >= 400 and not LANGUAGES[language].search(" ".join(Seen(answer.text).wrong)):
        wrong.append(f"{status} does not say in {language} what is wrong")
    return wrong


def encoded(pairs: Pairs) -> bytes:
    """As a browser writes it, and worse: half a surrogate pair is no UTF-8."""
    return urlencode(pairs, errors="surrogatepass").encode()


def test_whatever_a_form_holds_is_answered_with_a_page(site: Site) -> None:
    found: dict[str, str] = {}
    for drawn in site.forms:
        try:
            _filled_in(site, drawn)
        except AssertionError as failure:
            found[drawn.action] = str(failure).partition("\nassert")[0]
    assert found == {}
    # some of what pages asked for was as it should be, and was done
    asked = any(field.name != FORM_FIELD for drawn in site.forms for field in drawn.fields)
    assert DONE & site.answers.keys() or not asked, site.answers


def _filled_in(site: Site, drawn: Drawn) -> None:
    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None,
        phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(posts(drawn), st.sampled_from(list(LANGUAGES)))
    def send(pairs: Pairs, language: str) -> None:
        body = encoded([(FORM_FIELD, site.token(drawn)), *pairs])
        wrong = judged(site, drawn.action, body, language)
        assert wrong == [], f"{wrong} of {pairs}"

    send()


def test_what_is_no_form_is_refused_with_a_page(site: Site) -> None:
    found: dict[str, list[str]] = {}
    for drawn in site.forms:
        view = site.app.view_functions[site.endpoint(drawn.action)]
        large = b"&x=" + b"a" * (2 * (largest_body(view) or MAX_BODY_BYTES))
        shown = encoded([(FORM_FIELD, site.token(drawn))])
        wrong = judged(site, drawn.action, shown + b"&name=%ff%fe&%80=%c3", "th")
        before = site.head
        for body, content_type, expected in (
            (encoded([(FORM_FIELD, "guess"), *drawn.as_drawn]), FORM, {403}),
            (encoded(drawn.without(FORM_FIELD)), FORM, {403}),
            (b'{"name": "x"}', "application/json", {403}),
            (shown + large, FORM, {413}),
        ):
            answer = site.send(drawn.action, body, content_type)
            if answer.status_code not in expected or not Seen(answer.text).wrong:
                wrong.append(f"{answer.status_code} instead of {expected}")
        if wrong or site.appended(before):
            found[drawn.action] = wrong
    assert found == {}


def test_every_form_is_known(site: Site) -> None:
    for rule in site.posted():
        assert permission_of(site.app.view_functions[rule.endpoint]) is not None
    sent = {site.endpoint(drawn.action) for drawn in site.forms}
    assert sent == {rule.endpoint for rule in site.posted()}
