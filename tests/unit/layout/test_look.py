"""The look: nothing inline, legible colours, small files, headers that hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bangduan
from bangduan.service import installed
from bangduan.web import layout
from bangduan.web.translate.catalogues import folder

from .conftest import Site

STATIC = Path(layout.__file__).parent / "static"
FOLDERS = [Path(bangduan.__file__).parent, *filter(None, map(folder, installed()))]
TEMPLATES = sorted({path for here in FOLDERS for path in here.rglob("templates/**/*.html")})
_COLOUR = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{6})")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_nothing_is_written_into_a_template_that_the_policy_forbids(template: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", template.read_text("utf-8"), flags=re.DOTALL)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", text)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "ground"), ("ink", "sheet"), ("ink", "water-pale"), ("ink", "marigold-bright"),
        ("ink-soft", "ground"), ("ink-soft", "sheet"), ("water", "ground"), ("water", "sheet"),
        ("water-deep", "water-pale"), ("marigold", "ground"), ("marigold", "sheet"),
        ("sheet", "water"), ("sheet", "water-deep"),
    ],
)  # fmt: skip
def test_text_stands_out_from_its_ground(text: str, ground: str) -> None:
    palette = dict(_COLOUR.findall((STATIC / "bangduan.css").read_text("utf-8")))
    assert _contrast(palette[text], palette[ground]) >= 4.5


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("#a12a1e", "#fdf1ef"), ("#a12a1e", "#ffffff"), ("#8a2117", "#fbe9e6"),
        ("#7a2b21", "#f6f8f4"), ("#ffffff", "#16524e"), ("#ffdb96", "#0b3f3d"),
        ("#d9ebe6", "#0b3f3d"), ("#17322d", "#fff8ea"),
    ],
)  # fmt: skip
def test_colours_outside_the_palette_are_as_legible(text: str, ground: str) -> None:
    sheets = " ".join(path.read_text("utf-8") for path in STATIC.glob("*.css"))
    short = {"#ffffff": "#fff"}
    assert short.get(text, text) in sheets
    assert _contrast(text, ground) >= 4.5


def test_a_first_visit_is_small(site: Site) -> None:
    client = site.client()
    page = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    sent = len(page.get_data())
    with client.get("/") as plain:
        found = re.findall(r'(?:href|src)="(/assets/[^"]+)"', plain.get_data(as_text=True))
    assert found
    for address in found:
        with client.get(address, headers={"Accept-Encoding": "gzip"}) as file:
            sent += len(file.get_data())
    assert sent < 200_000


def test_a_file_of_a_version_never_changes_and_is_not_sent_again(site: Site) -> None:
    client = site.client()
    address = re.findall(r'href="(/assets/[^"]+)"', client.get("/").get_data(as_text=True))[0]
    file = client.get(address)
    assert "immutable" in file.headers["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": file.headers["ETag"]})
    assert again.status_code == 304
    assert client.get(address.partition("?")[0]).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["bangduan.py", "..%2F__init__.py", "nothing.css"])
def test_nothing_but_the_layout_s_files_is_served(site: Site, path: str) -> None:
    assert site.client().get(f"/assets/{path}").status_code == 404


def test_answers_say_what_a_browser_may_do(site: Site) -> None:
    headers = site.client().get("/").headers
    policy = headers["Content-Security-Policy"]
    for said in ("default-src 'none'", "script-src 'self'", "connect-src 'self'"):
        assert said in policy
    assert "unsafe" not in policy
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_over_https_the_browser_is_told_to_stay_there(site: Site) -> None:
    answer = site.client().get("/", base_url="https://bangduan.example")
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_what_one_person_sees_is_kept_in_no_cache(site: Site) -> None:
    assert site.signed_in("secretary").get("/home").headers["Cache-Control"] == "no-store"
    assert site.client().get("/").headers["Cache-Control"] == "no-cache"


def test_the_etag_of_the_api_is_a_version_also_when_the_client_takes_gzip(site: Site) -> None:
    answer = site.client().get(
        "/reporting/api/v1/indicators/catalogue", headers={"Accept-Encoding": "gzip"}
    )
    assert "gzip" not in answer.headers.get("ETag", "")
    assert "Content-Encoding" not in answer.headers
