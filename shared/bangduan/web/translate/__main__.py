"""``python -m bangduan.web.translate check|update [SERVICE …]``: the catalogues are complete.

``check`` names every word that a catalogue lacks or has no sure translation of, and ends with 1.
``update`` adds what is missing, untranslated; in English a text stands for itself.
"""

from __future__ import annotations

import sys

import click

from bangduan.service import installed
from bangduan.web.translate.audit import faults, update
from bangduan.web.translate.catalogues import LIBRARY, path


def _chosen(names: tuple[str, ...]) -> tuple[str, ...]:
    every = (LIBRARY, *installed())
    unknown = [name for name in names if name not in every]
    if unknown:
        raise click.UsageError(f"No catalogue of {', '.join(unknown)}; there are {list(every)}.")
    return names or every


@click.group()
def main() -> None:
    """Words of the pages in Thai and English."""


@main.command()
@click.argument("names", nargs=-1, metavar="[SERVICE]…")
def check(names: tuple[str, ...]) -> None:
    """Name every word that a catalogue lacks or is not sure of."""
    found = [fault for name in _chosen(names) for fault in faults(name)]
    for fault in found:
        click.echo(str(fault))
    click.echo(f"{len(found)} to translate." if found else "Every catalogue is complete.")
    sys.exit(1 if found else 0)


@main.command(name="update")
@click.argument("names", nargs=-1, metavar="[SERVICE]…")
def update_(names: tuple[str, ...]) -> None:
    """Add what is missing to the catalogues."""
    for name in _chosen(names):
        for language, added in update(name).items():
            click.echo(f"{path(name, language)}: {added} added")


if __name__ == "__main__":
    main()
