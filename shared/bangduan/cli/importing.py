"""``bangduan import``: a register that an office kept in a file."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bangduan.cli import options
from bangduan.errors import BangDuanError

if TYPE_CHECKING:
    from bangduan.application import Application
    from bangduan.importing.declared import Import

_ACTOR = "console"
_WRONG = 2


@click.command()
@click.argument("sort")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--sheet", metavar="NAME", help="Sheet of the workbook.  [default: the likeliest]")
@click.option("--dry-run", is_flag=True, help="Say what the rows come to and record nothing.")
@options.DATA
@options.JSON
def command(
    *, sort: str, file: Path, sheet: str | None, dry_run: bool, data: Path | None, as_json: bool
) -> None:
    """Take in FILE (.xlsx or .csv), a register of SORT: people, organisations, memberships.

    The same file again changes nothing. Ends with 2 when rows are wrong; they are listed with
    what to do, and the others are recorded, but in a dry run. The service may run meanwhile.
    """
    from bangduan.application import Application  # noqa: PLC0415 (help stays instant)
    from bangduan.cli import common  # noqa: PLC0415

    settings = common.environment(data)
    service, wanted = _found(sort)
    with common.explained():
        (place,) = common.standing_places(settings, (service,))
        application = Application(place.service, place.settings)
        with closing(application):
            content = file.read_bytes()
            if dry_run:
                plan = _tried(application, wanted, content, sheet)
            else:
                plan = _taken(application, wanted, content, file.name, sheet)
    _tell(plan, as_json=as_json)
    if plan["counts"]["wrong"]:
        sys.exit(_WRONG)


def _found(name: str) -> tuple[str, Import]:
    """The service that takes in such a register, and how."""
    from bangduan.service import installed  # noqa: PLC0415 (as above)

    sorts = {
        sort.name: (service.name, sort)
        for service in installed().values()
        if service.imports is not None
        for sort in service.imports.sorts
    }
    if name not in sorts:
        there = ", ".join(sorts)
        raise click.BadParameter(f"There is no {name!r}; there are: {there}.", param_hint="SORT")
    return sorts[name]


def _tried(
    application: Application, sort: Import, content: bytes, sheet: str | None
) -> dict[str, Any]:
    from bangduan.importing import taking  # noqa: PLC0415 (as above)

    return taking.tried_in_memory(application, sort, content, sheet)


def _taken(
    application: Application, sort: Import, content: bytes, name: str, sheet: str | None
) -> dict[str, Any]:
    from bangduan.cli import common  # noqa: PLC0415 (as above)
    from bangduan.importing import running, taking  # noqa: PLC0415
    from bangduan.importing.planning import KINDS  # noqa: PLC0415
    from bangduan.unit_of_work import Context  # noqa: PLC0415

    who = Context(actor=_ACTOR)
    import_id = taking.handed_in(
        application, sort, content, file_name=name, context=who, sheet=sheet
    )
    try:
        taking.started(application, import_id, who)
    except BangDuanError:
        taking.removed(application, import_id, who)
        raise
    with common.progress() as tell:
        running.carried_out(
            application, import_id, lambda progress: tell(sort.name, progress.row, progress.of)
        )
    found = taking.imports_of(application).item(application.reader, import_id) or {}
    problems = list(taking.kept_problems(application, import_id))
    taking.removed(application, import_id, who)
    counts = {kind: found.get(kind) or 0 for kind in KINDS}
    return {"import_id": import_id, "counts": counts, "problems": problems}


def _tell(plan: dict[str, Any], *, as_json: bool) -> None:
    """Counts on standard output; rows to look at before them."""
    from bangduan.cli import common  # noqa: PLC0415 (as above)
    from bangduan.web.wording import in_thai  # noqa: PLC0415

    problems = [
        {**each, "th": in_thai(each["th"])} for each in plan["problems"] if each["kind"] != "there"
    ]
    if as_json:
        kept = ("import_id", "counts", "passed", "more")
        common.say_json({**{k: plan[k] for k in kept if k in plan}, "problems": problems})
        return
    if problems:
        common.say_table(
            ("row", "field", "value", "ต้องทำ · what to do"),
            [
                (each["row"], each["field"], each["value"], f"{each['th']} · {each['en']}")
                for each in problems
            ],
        )
    said = {"made": "recorded", "there": "there already", "alike": "alike, left out",
            "wrong": "wrong"}  # fmt: skip
    if "import_id" not in plan:
        said["made"] = "to be recorded"
    click.echo(" · ".join(f"{plan['counts'][kind]:,} {said[kind]}" for kind in said))
