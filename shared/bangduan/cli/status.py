"""``bangduan status``: where every service stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bangduan.cli import options

if TYPE_CHECKING:
    from pathlib import Path

    from bangduan.diagnosis.link import LinkState
    from bangduan.diagnosis.standing import Following, Standing

_HEADINGS = (
    "SERVICE", "EVENTS", "HEAD", "TO LEAVE", "FOLLOWS (BEHIND)", "DEAD", "PARKED", "SET ASIDE",
    "READ TABLES",
)  # fmt: skip


@click.command()
@options.DATA
@options.JSON
def command(*, data: Path | None, as_json: bool) -> None:
    """Show what each service has recorded, what has left it, and how far it has read.

    Exits with 1 when a database does not answer. What is wrong is told by bangduan doctor.
    """
    from bangduan.cli import common  # noqa: PLC0415 (help stays instant)
    from bangduan.diagnosis.link import link_state  # noqa: PLC0415
    from bangduan.diagnosis.standing import standing  # noqa: PLC0415
    from bangduan.places import places  # noqa: PLC0415

    settings = common.environment(data)
    with common.explained():
        found = [standing(place, settings) for place in places(settings)]
        link = link_state(settings)
    if as_json:
        common.say_json({"tambon": settings.tambon, "services": found, "link": link})
    else:
        common.say_table(_HEADINGS, [_row(each) for each in found])
        for each in found:
            if each.state != "ready":
                click.echo(f"{each.service}: {_WHY[each.state]} {each.why or each.database}")
        if link is not None:
            click.echo(_linked(link))
    if any(each.state in {"incomplete", "unreachable"} for each in found):
        raise SystemExit(1)


_WHY = {
    "absent": "ยังไม่เคยเริ่ม · never started, no database at",
    "incomplete": "ขาดตาราง เริ่มบริการหนึ่งครั้ง · tables are missing, start it once:",
    "unreachable": "เปิดฐานข้อมูลไม่ได้ ·",
}


def _row(standing: Standing) -> tuple[object, ...]:
    if standing.state != "ready":
        return (standing.service, standing.state)
    return (
        standing.service,
        f"{standing.events:,}",
        _short(standing.head),
        standing.pending,
        ", ".join(_followed(each, standing.held) for each in standing.follows) or None,
        standing.dead,
        standing.parked,
        standing.set_aside,
        _read_tables(standing),
    )


def _read_tables(standing: Standing) -> str | None:
    outdated = ", ".join(each.name for each in standing.projections if each.is_outdated)
    if outdated:
        return f"outdated: {outdated}"
    return f"{len(standing.projections)} current" if standing.projections else None


def _linked(link: LinkState) -> str:
    states = "?" if link.shovels is None else ", ".join(
        f"{name} {state}" for name, state in link.shovels.items()
    ) or "–"  # fmt: skip
    return (
        f"เชื่อมกับจังหวัด · link to {link.province} ({link.broker}): {states}, "
        f"ใบรับรองถึง · certificate until {link.certificate_until:%Y-%m-%d}"
    )


def _followed(source: Following, held: tuple[str, ...]) -> str:
    tambon, service = source.source.split("/")[2:]
    if source.source in held:
        return f"{tambon}/{service} (held)"
    if source.diverged:
        return f"{tambon}/{service} (diverged)"
    return f"{tambon}/{service} ({'?' if source.behind is None else source.behind})"


def _short(sequence: str | None) -> str | None:
    """A sequence without its padding; ``events --after`` takes it so."""
    return ".".join(str(int(part)) for part in sequence.split(".")) if sequence else None
