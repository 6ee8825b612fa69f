"""``bangduan doctor``: what is wrong, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bangduan.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bangduan.diagnosis.findings import Finding
    from bangduan.diagnosis.machine import Port
    from bangduan.places import Place
    from bangduan.settings import Settings

_MARKS = {"fine": ("✓", "green"), "note": ("·", "cyan"), "wrong": ("✗", "red")}


@click.command()
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    envvar="PORT",
    help="Port of the site.  [default: PORT, BANGDUAN_PORT or 8000]",
)
@click.option(
    "--province-port",
    type=click.IntRange(1, 65535),
    envvar="PROVINCE_PORT",
    default=8100,
    show_default=True,
    help="Port of an embedded province.",
)
@options.DATA
@options.JSON
def command(*, port: int | None, province_port: int, data: Path | None, as_json: bool) -> None:
    """Look at everything a site stands on, and say what is wrong and what to do.

    Changes nothing. Exits with 1 when something is wrong.
    """
    from bangduan.cli import common  # noqa: PLC0415 (help stays instant)
    from bangduan.diagnosis.doctor import look_at_site  # noqa: PLC0415
    from bangduan.places import places  # noqa: PLC0415

    settings = common.environment(data)
    with common.explained():
        there = places(settings)
        ports = _ports(settings, there, port or settings.port, province_port)
        found = []
        with common.progress() as tell:
            for number, (what, findings) in enumerate(look_at_site(settings, there, ports)):
                tell(what, number, len(there) + 7)
                found += list(findings)
    is_wrong = any(finding.state == "wrong" for finding in found)
    if as_json:
        common.say_json({"ok": not is_wrong, "findings": found})
    else:
        for line in _told(found, is_wrong=is_wrong):
            click.echo(line)
    if is_wrong:
        raise SystemExit(1)


def _ports(
    settings: Settings, there: tuple[Place, ...], port: int, province_port: int
) -> list[Port]:
    """Where services are, or will be, served: under ``up`` the province has a port of its own."""
    from bangduan.diagnosis.machine import Port  # noqa: PLC0415

    apart = tuple(place.service.name for place in there if place.settings is not settings)
    here = tuple(place.service.name for place in there if place.settings is settings)
    ports = [Port(settings.host, port, here, "--port, PORT or BANGDUAN_PORT")]
    if apart:
        ports.append(Port(settings.host, province_port, apart, "--province-port or PROVINCE_PORT"))
    return ports


def _told(findings: list[Finding], *, is_wrong: bool) -> Iterator[str]:
    for finding in findings:
        mark, colour = _MARKS[finding.state]
        yield f"{click.style(mark, fg=colour)} {finding.about}: {finding.th} · {finding.en}"
        if finding.state == "wrong":
            yield f"    → {finding.do_th}"
            yield f"    → {finding.do_en}"
    if is_wrong:
        number = sum(finding.state == "wrong" for finding in findings)
        yield f"พบ {number} เรื่องที่ต้องแก้ไข · {number} things need you"
    else:
        yield "ทุกอย่างเรียบร้อย · everything is well"
