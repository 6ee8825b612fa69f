"""``bangduan rebuild``: read tables anew, from the log."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from bangduan.cli import options

if TYPE_CHECKING:
    from pathlib import Path

    from bangduan.application import Application
    from bangduan.projection import Projection


@click.command()
@click.argument("service")
@click.option("--projection", "name", metavar="NAME", help="Only this one.  [default: all]")
@options.DATA
@options.JSON
def command(*, service: str, name: str | None, data: Path | None, as_json: bool) -> None:
    """Build the read tables of SERVICE anew from what was recorded, and swap them in.

    The service may run meanwhile: it answers from the old tables until the new ones are complete.
    """
    from bangduan.application import Application  # noqa: PLC0415 (help stays instant)
    from bangduan.cli import common  # noqa: PLC0415
    from bangduan.rebuilding import rebuild  # noqa: PLC0415

    settings = common.environment(data)
    with common.explained():
        (place,) = common.standing_places(settings, (service,))
        application = Application(place.service, place.settings)
        with closing(application), common.progress() as tell:
            chosen = _chosen(application, name)
            total = _events_for(application, chosen)
            done = {
                each.name: rebuild(
                    application, each, lambda what, count: tell(what, count, total[what])
                )
                for each in chosen
            }
    if as_json:
        projections = [
            {"name": each.name, "version": each.version, "events": done[each.name]}
            for each in chosen
        ]
        common.say_json({"service": service, "projections": projections})
    else:
        for each in chosen:
            click.echo(f"{service}: {each.name} rebuilt from {done[each.name]:,} events")


def _chosen(application: Application, name: str | None) -> tuple[Projection, ...]:
    projections = application.service.projections
    found = tuple(each for each in projections if name in {None, each.name})
    if name is not None and not found:
        names = ", ".join(each.name for each in projections) or "none"
        raise click.BadParameter(
            f"{application.service.name} has no projection {name!r}; it has: {names}.",
            param_hint="--projection",
        )
    return found


def _events_for(application: Application, projections: tuple[Projection, ...]) -> dict[str, int]:
    """About how many events each will be built from, for the progress bar."""
    database, own = application.database, application.log.count()
    mark = database.placeholder
    return {
        each.name: own
        if application.service.feeds_itself(each)
        else database.rows(
            f"SELECT count(*) FROM inbox WHERE source LIKE {mark}",  # noqa: S608 (bound)
            (f"/tambon/%/{each.source}",),
        )[0][0]
        for each in projections
    }
