"""Options that several verbs have alike."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

DATA: Final = click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), envvar="DATA",
    help="Folder of an embedded site.  [default: DATA, BANGDUAN_DATA or ./data]",
)  # fmt: skip
JSON: Final = click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program.")
