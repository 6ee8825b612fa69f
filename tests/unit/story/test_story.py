"""Stories: read and checked before anything is sent, then told once however often replayed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, jsonify, request
from werkzeug.serving import make_server

from bangduan.domain import derived_id
from bangduan.story import Story, StoryError, Summary, replay

TWO_ENTRIES = """
name: a-story
title: เรื่องหนึ่ง
entries:
  - id: opened
    cites: เปิด
    post: /books/api/v1/funds
    body: {fund_id: "@savings", opened_on: 2008-06-30, of: ["@group", "no @label"]}
  - id: posted
    cites: [ลงบัญชี, อีกครั้ง]
    put: /books/api/v1/funds/@savings/entries
    body: {organisation_id: "@group:fund"}
    synthetic: true
    await:
      get: /books/api/v1/funds/@savings
      until: {state: open, "accounts.0.name": cash}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "story.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def entry(**changes: str) -> str:
    """A story of one entry, with lines replaced or (empty) left out."""
    lines = {"cites": "cites: x", "post": "post: /a", "body": "body: {}"} | changes
    below = "\n".join(f"    {line}" for line in lines.values() if line)
    return f"name: s\ntitle: t\nentries:\n  - id: one\n{below}\n"


def test_a_story_is_read_with_its_labels_resolved(tmp_path: Path) -> None:
    story = Story.load(write(tmp_path, TWO_ENTRIES))
    savings = derived_id("story", "a-story", "savings")
    group = derived_id("story", "a-story", "group")
    opened, posted = story.entries
    assert opened.method == "POST"
    assert opened.body == {
        "fund_id": savings,
        "opened_on": "2008-06-30",
        "of": [group, "no @label"],
    }
    assert posted.method == "PUT"
    assert posted.path == f"/books/api/v1/funds/{savings}/entries"
    assert posted.body == {"organisation_id": derived_id(group, "fund")}
    assert posted.cites == ("ลงบัญชี", "อีกครั้ง")
    assert posted.synthetic
    assert posted.awaits is not None
    assert posted.awaits.get == f"/books/api/v1/funds/{savings}"


def test_the_same_label_is_another_id_in_another_story(tmp_path: Path) -> None:
    one = Story.load(write(tmp_path, TWO_ENTRIES)).entries[0].body
    other = Story.load(write(tmp_path, TWO_ENTRIES.replace("a-story", "b-story"))).entries[0].body
    assert one["fund_id"] != other["fund_id"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("entries: [", "cannot be read as YAML"),
        ("just text", "the file must be a mapping"),
        ("name: s\ntitle: t\nentries: []", "entries must be a list"),
        ("name: Not So\ntitle: t\nentries: [x]", "name must be in lower case"),
        ("name: s\ntitle: t\nauthor: x\nentries: [x]", "has author"),
        (entry(cites=""), "entry one: cites must be a text"),
        (entry(cites="cites: ['']"), "entry one: cites must be a text"),
        (entry(post=""), "entry one must have either post or put"),
        (entry(put="put: /b"), "entry one must have either post or put"),
        (entry(post="post: membership/x"), "must be a path that begins with /"),
        (entry(post="post: /a/@nobody"), "names @nobody, which no body before it introduces"),
        (entry(body="body: [1]"), "entry one: body must be a mapping"),
        (entry(more="sends: now"), "has sends, which no story has here"),
        (entry(wait="await: {got: /a}"), "entry one: await has got"),
    ],
)
def test_what_is_no_story_is_refused_naming_file_and_entry(
    tmp_path: Path, text: str, says: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(StoryError) as refusal:
        Story.load(path)
    assert says in str(refusal.value)
    assert str(path) in str(refusal.value)


def test_two_entries_cannot_share_an_id(tmp_path: Path) -> None:
    twice = TWO_ENTRIES.replace("id: posted", "id: opened")
    with pytest.raises(StoryError, match="entry opened has the id of an earlier entry"):
        Story.load(write(tmp_path, twice))


@dataclass
class Site:
    """A small site that keeps what it is sent, by idempotency key."""

    url: str = ""
    received: dict[str, Any] = field(default_factory=dict)
    busy: int = 0
    looks: int = 0
    state_after_looks: int = 0
    refuse: bool = False
    token: str = ""
    deaf: int = 0


@pytest.fixture
def site() -> Iterator[Site]:
    site, app = Site(), Flask("site")

    @app.before_request
    def ask_who() -> Response | None:
        known = request.headers.get("Authorization", "") == f"Bearer {site.token}"
        if site.token and (site.deaf or not known):
            site.deaf -= known
            return Response(status=401)
        return None

    @app.route("/books/api/v1/funds", methods=["POST"])
    @app.route("/books/api/v1/funds/<id>/entries", methods=["PUT"])
    def take(id: str | None = None) -> Response:
        if site.busy:
            site.busy -= 1
            return Response(status=503)
        if site.refuse:
            problem = jsonify(type="/problems/quorum", detail="Too few.", errors={"x": ["y"]})
            problem.status_code = 409
            return problem
        key = request.headers["Idempotency-Key"]
        answer = jsonify(id="1")
        if key in site.received:
            answer.headers["Idempotency-Replayed"] = "true"
        site.received[key] = request.get_json()
        return answer

    @app.get("/books/api/v1/funds/<id>")
    def look(id: str) -> Response:
        site.looks += 1
        if site.looks == 1:
            return Response(status=404)
        state = "open" if site.looks > site.state_after_looks else "draft"
        return jsonify(state=state, accounts=[{"name": "cash"}])

    server = make_server("127.0.0.1", 0, app)
    site.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def tell(site: Site, tmp_path: Path) -> Callable[..., Summary]:
    story = Story.load(write(tmp_path, TWO_ENTRIES))
    return lambda **options: replay(story, site.url, **{"timeout": 10.0, **options})


def test_entries_are_sent_in_order_each_under_its_own_key(
    site: Site, tell: Callable[..., Summary]
) -> None:
    done: list[int] = []
    assert tell(on_progress=done.append) == Summary(sent=2, already_there=0)
    assert list(site.received) == ["story:a-story:opened", "story:a-story:posted"]
    assert done == [1, 2]


def test_a_second_replay_finds_everything_there(tell: Callable[..., Summary]) -> None:
    tell()
    assert tell() == Summary(sent=0, already_there=2)


def test_a_busy_site_is_asked_again(site: Site, tell: Callable[..., Summary]) -> None:
    site.busy = 3
    assert tell().sent == 2


def test_what_is_awaited_may_come_late(site: Site, tell: Callable[..., Summary]) -> None:
    site.state_after_looks = 4
    tell()
    assert site.looks == 5


def test_what_never_comes_is_told_with_what_was_seen(
    site: Site, tell: Callable[..., Summary]
) -> None:
    site.state_after_looks = 1_000_000
    with pytest.raises(StoryError, match=r"entry posted.*'state': 'draft'.*0\.5 s"):
        tell(timeout=0.5)


def test_a_refusal_is_told_as_the_site_tells_it(site: Site, tell: Callable[..., Summary]) -> None:
    site.refuse = True
    with pytest.raises(StoryError, match=r"entry opened.*409 /problems/quorum Too few.*'x'"):
        tell()


def test_it_is_told_by_whom_the_token_names(site: Site, tell: Callable[..., Summary]) -> None:
    site.token = "secret"
    assert tell(token="secret").sent == 2


def test_a_site_that_asks_who_tells_it_says_what_to_give(
    site: Site, tell: Callable[..., Summary]
) -> None:
    site.token = "secret"
    with pytest.raises(StoryError, match=r"entry opened: the site wants to know who asks.*--token"):
        tell()
    with pytest.raises(StoryError, match=r"entry opened.*the token was not accepted"):
        tell(token="wrong", timeout=0.3)


def test_a_service_that_has_not_heard_of_the_account_yet_is_asked_again(
    site: Site, tell: Callable[..., Summary]
) -> None:
    site.token, site.deaf = "secret", 2
    assert tell(token="secret").sent == 2


def test_a_site_that_is_not_there_is_told_after_a_bounded_time(tmp_path: Path) -> None:
    story = Story.load(write(tmp_path, TWO_ENTRIES))
    with pytest.raises(StoryError, match=r"entry opened: http://127\.0\.0\.1:9/? did not answer"):
        replay(story, "http://127.0.0.1:9/", timeout=0.3)
