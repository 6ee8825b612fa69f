"""Every verb says what it does, and the page about them leaves none out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from bangduan.cli import VERBS, bangduan_command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.cli.conftest import Site

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "cli.md").read_text()


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every verb and every verb under it, by what one types."""
    context = click.Context(bangduan_command)
    for verb in VERBS:
        command = bangduan_command.get_command(context, verb)
        assert command is not None
        yield verb, command
        if isinstance(command, click.Group):
            for name, inner in command.commands.items():
                yield f"{verb} {name}", inner


COMMANDS = list(commands())


@pytest.mark.parametrize(("typed", "command"), COMMANDS, ids=[typed for typed, _ in COMMANDS])
def test_every_verb_has_help(typed: str, command: click.Command, embedded: Site) -> None:
    said = embedded.run(*typed.split(), "--help")

    assert said.code == 0
    assert command.help
    assert command.help.splitlines()[0] in " ".join(said.out.split())
    for option in command.params:
        assert not isinstance(option, click.Option) or option.help, option.name


@pytest.mark.parametrize(("typed", "command"), COMMANDS, ids=[typed for typed, _ in COMMANDS])
def test_the_page_has_every_verb_with_every_option(typed: str, command: click.Command) -> None:
    verb, *_ = typed.split()
    _, heading, section = PAGE.partition(f"## `bangduan {verb}")
    section, _, _ = section.partition("\n## ")

    assert f"bangduan {typed}" in heading + section
    for option in command.params:
        if isinstance(option, click.Option):
            assert f"`{option.opts[0]}" in section, option.opts[0]


def test_what_is_no_verb_is_asked_wrongly(embedded: Site) -> None:
    said = embedded.run("dance")

    assert said.code == 2
    assert "dance" in said.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("events", "--after", "1.0.1"),
        ("events", "membership", "--after", "yesterday"),
        ("events", "--type", "PersonReincarnated"),
        ("events", "no-such-service"),
        ("rebuild",),
        ("rebuild", "no-such-service"),
        ("rebuild", "membership", "--projection", "no-such-projection"),
        ("verify", "no-such-service"),
        ("dead-letters", "retry"),
        ("dead-letters", "retry", "--all", "--subject", "person-1"),
        ("dead-letters", "set-aside", "--discard"),
        ("dead-letters", "list", "--service", "no-such-service"),
        ("doctor", "--port", "100000"),
        ("status", "--follow"),
        ("backup",),
        ("restore", "no-such-file.tar.gz"),
    ],
    ids=" ".join,
)
def test_asked_wrongly_exits_with_2_and_says_how_to_ask(
    embedded: Site, arguments: tuple[str, ...]
) -> None:
    embedded.register("สมชาย")

    said = embedded.run(*arguments)

    assert said.code == 2
    assert said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "arguments",
    [("events",), ("events", "membership"), ("verify",), ("rebuild", "membership"),
     ("dead-letters", "list"), ("backup", "new.tar.gz")],
    ids=" ".join,
)  # fmt: skip
def test_where_there_is_nothing_it_says_so_and_makes_nothing(
    embedded: Site, arguments: tuple[str, ...]
) -> None:
    said = embedded.run(*arguments)

    assert said.code == 1
    assert "--data" in said.err
    assert not embedded.settings.data.exists()


def test_settings_that_name_one_database_speak_of_the_service_it_is_named_after(
    embedded: Site,
) -> None:
    embedded.register("สมชาย")
    one = {"BANGDUAN_DATABASE": f"sqlite:///{embedded.file('membership')}"}

    status = embedded.run("status", "--json", **one)
    several = embedded.run("verify", "membership", "funds", **one)

    assert [each["service"] for each in status.json["services"]] == ["membership"]
    assert several.code == 2
    assert "{service}" in several.err


@pytest.mark.parametrize("url", ["nonsense", "mysql://localhost/{service}", "sqlite:///{where}"])
def test_a_database_url_that_cannot_be_is_asked_wrongly(embedded: Site, url: str) -> None:
    said = embedded.run("status", BANGDUAN_DATABASE=url)

    assert said.code == 2
    assert "BANGDUAN_DATABASE" in said.err
