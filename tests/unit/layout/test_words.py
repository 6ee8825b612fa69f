"""Words of the pages: every one is there, in both languages, and the reader chooses."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from bangduan.service import installed
from bangduan.web import translate
from bangduan.web.translate.__main__ import main
from bangduan.web.translate.audit import faults
from bangduan.web.translate.catalogues import LANGUAGES, LIBRARY, read

from .conftest import Site

CATALOGUES = (LIBRARY, *installed())


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_word_is_said_in_both_languages(name: str) -> None:
    assert [str(fault) for fault in faults(name)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CATALOGUES)
def test_a_translation_names_the_same_variables(name: str, language: str) -> None:
    for message in read(name, language):
        if message.id:
            for said in _texts(message.string):
                assert _variables(said) <= _variables(*_texts(message.id)), message.id


def _texts(message: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message or ())


def _variables(*texts: str) -> set[str]:
    found = set()
    for text in texts:
        found |= {part.split(")", 1)[0] for part in text.split("%(")[1:]}
    return found


def test_the_command_says_that_nothing_is_missing() -> None:
    answer = CliRunner().invoke(main, ["check", LIBRARY])
    assert answer.exit_code == 0
    assert "complete" in answer.output


def test_a_catalogue_that_nobody_has_is_refused() -> None:
    assert CliRunner().invoke(main, ["check", "astrology"]).exit_code == 2


def test_a_service_s_word_goes_before_the_library_s(site: Site) -> None:
    with site.apps["membership"].test_request_context("/membership/?lang=th"):
        assert translate.command_label("RegisterPerson") == "ขึ้นทะเบียนบุคคล"
        assert translate.field_label("village") == "หมู่บ้าน"
        assert translate.value_label("secretary") == "เลขานุการ"
    with site.apps["membership"].test_request_context("/membership/?lang=en"):
        assert translate.event_label("PersonRegistered") == "Person registered"


def test_a_word_nobody_knows_is_made_readable(site: Site) -> None:
    with site.apps["membership"].test_request_context("/membership/?lang=en"):
        assert translate.field_label("planted_on") == "Planted on"
        assert translate.event_label("TreePlanted") == "Tree planted"
        assert translate.value_label("half-grown") == "Half grown"


def test_pages_are_thai_until_english_is_asked_for_and_that_is_remembered(site: Site) -> None:
    client = site.client()
    # what the browser itself prefers does not matter: it is often set to English unwittingly
    assert '<html lang="th"' in client.get(
        "/", headers={"Accept-Language": "en"}
    ).get_data(as_text=True)  # fmt: skip
    assert '<html lang="en"' in client.get("/?lang=en").get_data(as_text=True)
    assert '<html lang="en"' in client.get("/").get_data(as_text=True)
    assert '<html lang="th"' in client.get("/?lang=th").get_data(as_text=True)
    assert '<html lang="th"' in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_choosing_a_language_leads_nowhere_else(site: Site, elsewhere: str) -> None:
    answer = site.client().get("/language", query_string={"to": "en", "next": elsewhere})
    assert answer.location == "/"


def test_choosing_a_language_leads_back(site: Site) -> None:
    client = site.client()
    answer = client.get("/language", query_string={"to": "en", "next": "/home"})
    assert (answer.status_code, answer.location) == (303, "/home")
    assert '<html lang="en"' in client.get("/").get_data(as_text=True)
