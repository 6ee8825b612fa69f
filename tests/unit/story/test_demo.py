"""The demonstration story: it rests on the article, sentence by sentence, and adds nothing."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from bangduan.story import Story

ROOT = Path(__file__).resolve().parents[3]
STORY = Story.load(ROOT / "deploy" / "demo" / "bang-duan-2551.yaml")
ARTICLE = ROOT.parent / "shared" / "seed" / "bang-duan-km-2553.th.txt"
BY_ID = {entry.id: entry for entry in STORY.entries}
#: SHA-256 of the citations that stand in the article.
CHECKED = "45604b20d93d08a674c8b49f018214176a5ffb6ebaf6c4cae1b113152ab73765"
NAMED = {"วิทม สมใจ", "ชาญชัย ชาติทองคำ", "อรษา เศวตจามร"}


def bodies(path: str) -> list[dict[str, Any]]:
    return [dict(entry.body) for entry in STORY.entries if entry.path.endswith(path)]


def test_every_citation_stands_word_for_word_in_the_article() -> None:
    cited = [citation for entry in STORY.entries for citation in entry.cites]
    if ARTICLE.is_file():
        article = ARTICLE.read_text(encoding="utf-8")
        assert not [citation for citation in cited if citation not in article]
    # without the article beside us, the citations must be those that were checked against it
    assert hashlib.sha256("\n".join(cited).encode()).hexdigest() == CHECKED


def test_every_entry_rests_on_a_citation_or_is_marked_as_invented() -> None:
    assert all(entry.cites or entry.synthetic for entry in STORY.entries)


def test_only_people_the_article_names_are_registered() -> None:
    names = {body["name"] for body in bodies("/people") if not body.get("synthetic")}
    assert names == NAMED
    for body in bodies("/people"):
        assert not {"phone", "national_id", "address"} & body.keys()


def test_the_day_of_the_assembly_stays_unknown() -> None:
    called = {body["kind"]: body["held_on"] for body in bodies("/meetings")}
    assert called == {"assembly": None, "committee": "2008-06-30", "joint": "2008-08-08"}


def test_108_took_part_and_15_without_names_were_chosen() -> None:
    assert BY_ID["assembly-counted"].body["present"] == {"value": 108, "bound": "exact"}
    election = BY_ID["working-group-chosen"].body
    assert (election["seats"], election["unnamed"]) == (15, 15)
    assert "candidates" not in election


def test_only_the_first_meeting_has_a_number() -> None:
    numbers = {body["kind"]: body.get("number") for body in bodies("/meetings")}
    assert numbers == {"assembly": None, "committee": 1, "joint": None}


def test_270_000_baht_are_tied_to_no_project() -> None:
    draft = BY_ID["grant-drafted"].body
    assert draft["requested_satang"] == 27_000_000
    assert not draft.get("project_ids")
    assert BY_ID["grant-approved"].body["approved_satang"] == 27_000_000
    assert BY_ID["grant-received"].body["received_satang"] is None
    assert BY_ID["grant-completed"].body["projects_completed"] == 1


def test_more_than_800_is_a_lower_bound_of_an_unknown_sum() -> None:
    pooled = BY_ID["savings-pooled"].body
    assert pooled["savers"] == {"value": 800, "bound": "at_least"}
    assert pooled["amount_satang"] is None


def test_the_knowledge_form_is_whole() -> None:
    form = BY_ID["knowledge"].body["form"]
    parts = {part: len(form[part]) for part in ("methods", "assets", "core", "strategy", "theory")}
    assert parts == {"methods": 5, "assets": 7, "core": 5, "strategy": 1, "theory": 1}


def test_no_other_day_is_given_than_the_three_of_the_article() -> None:
    written = json.dumps([dict(entry.body) for entry in STORY.entries])
    days = {part for part in written.split('"') if len(part) == 10 and part[:2] == "20"}
    assert days == {"2008-06-30", "2008-08-08", "2010-09-07"}
