"""``bangduan serve``: some services in one process, for a site made of many."""

from __future__ import annotations

import click

from bangduan import green


@click.command()
@click.argument("services", nargs=-1, required=True)
@click.option("--host", help="Address to listen on.  [default: BANGDUAN_HOST or 127.0.0.1]")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port.  [default: BANGDUAN_PORT or 8000]"
)
def command(services: tuple[str, ...], host: str | None, port: int | None) -> None:
    """Run SERVICES behind one address, settings from the environment (BANGDUAN_…)."""
    green.patch()
    from bangduan.hosting import Host, Origin, require_sign_in  # noqa: PLC0415 (after the patch)
    from bangduan.logs import configure  # noqa: PLC0415
    from bangduan.service import named  # noqa: PLC0415
    from bangduan.settings import Settings  # noqa: PLC0415

    configure()
    settings = Settings.from_environment(host=host, port=port)
    require_sign_in(settings)
    chosen = tuple(named(name) for name in services)
    process = Host([Origin(chosen, settings)])
    names = ", ".join(service.name for service in chosen)
    process.run(lambda: click.echo(f"{names} at http://{settings.host}:{settings.port}/", err=True))
