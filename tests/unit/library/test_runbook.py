"""What the runbooks tell somebody to type exists: every verb and every option of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from bangduan.cli import bangduan_command

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGES = ("runbook.md", "runbook.th.md", "operations.md")
_CODE = re.compile(r"`([^`\n]+)`|^\$ (.+)$", re.MULTILINE)
_TYPED = re.compile(
    r"(?:^|&& |exec \w+ )bangduan (?P<rest>[a-z].*)"
    r"|docker compose run --rm (?:-v \S+ |-v \"[^\"]+\" )*"
    r"(?:province-)?(?:backup|restore|link) (?P<inside>.*)"
    r"|^deploy/(?P<script>(?:join|province) .+)"
)


def typed(page: str) -> Iterator[tuple[str, ...]]:
    """The words of each command of ours on a page."""
    for code, line in _CODE.findall((DOCS / page).read_text()):
        found = _TYPED.search((code or line).split("#")[0])
        if found is not None:
            yield tuple((found["rest"] or found["inside"] or found["script"]).split())


@pytest.mark.parametrize("page", PAGES)
def test_what_it_says_to_type_exists(page: str) -> None:
    commands = list(typed(page))
    assert len(commands) > 5
    context = click.Context(bangduan_command)
    for words in commands:
        command = bangduan_command.get_command(context, words[0])
        assert command is not None, words
        rest = words[1:]
        if isinstance(command, click.Group):
            command = command.get_command(context, rest[0])
            assert command is not None, words
        known = {name for option in command.params for name in option.opts}
        for word in rest:
            if word.startswith("--"):
                assert word in known, (words, word)


def test_both_languages_tell_of_the_same() -> None:
    english, thai = ((DOCS / page).read_text() for page in PAGES[:2])
    assert english.count("\n## ") == thai.count("\n## ")
    assert list(typed(PAGES[0])) == list(typed(PAGES[1]))
