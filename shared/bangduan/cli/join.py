"""``bangduan join``: a site's link to its province, run where the site is."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from bangduan.cli import options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bangduan.link.joining import Link

_LARGEST: Final = 64 * 1024
_STANDARD: Final = Path("-")


@click.command()
@click.argument(
    "bundle", required=False,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
)  # fmt: skip
@click.option("--fingerprint", help="What the province's officer reads out; else it is asked for.")
@click.option("--anew", is_flag=True, help="End the link there is, and join with BUNDLE.")
@click.option(
    "--check",
    "what",
    flag_value="check",
    help="See whether the link works, both ways, and how fast.",
)
@click.option(
    "--repair",
    "what",
    flag_value="repair",
    help="Set the link again, after the broker lost its disk.",
)
@click.option("--renew", "what", flag_value="renew", help="Get the next certificate now.")
@click.option(
    "--watch", "what", flag_value="watch", help="Stay, and see to all that: repair, renew in time."
)
@click.option(
    "--every", type=click.FloatRange(1), default=60.0, show_default=True,
    help="Seconds between two looks of --watch.",
)  # fmt: skip
@click.option("--leave", "what", flag_value="leave", help="Take the link away.")
@options.DATA
@options.JSON
def command(
    *, bundle: Path | None, fingerprint: str | None, anew: bool, what: str | None, every: float,
    data: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Join a province with the invitation BUNDLE that its officer made, or look after the link.

    BUNDLE may be - for standard input; --fingerprint is needed then. The site's key is made here
    and never leaves. Exits with 1 when something is wrong, and says what, and what to do.
    """
    if (bundle is None) == (what is None):
        raise click.UsageError(
            "Give the invitation's file, or one of --check, --repair, --renew, --watch, --leave."
        )
    if bundle == _STANDARD and fingerprint is None:
        raise click.UsageError("With the invitation on standard input, give --fingerprint too.")
    with _link(data) as link:
        match what:
            case None:
                _join(link, Path(str(bundle)), fingerprint, anew=anew)
                _tell(link, as_json=as_json)
            case "check":
                _tell(link, as_json=as_json)
            case "repair":
                changed = link.repair()
                link.wait_until_running()
                click.echo("ตั้งใหม่แล้ว · set again" if changed else "เรียบร้อยดี · as it should be")
            case "renew":
                until = link.renew().not_after.astimezone()
                link.wait_until_running()
                click.echo(f"ใบรับรองใช้ได้ถึง · certificate good until {until:%Y-%m-%d}")
            case "leave":
                link.leave()
            case _:
                _watch(link, every)


def _join(link: Link, file: Path, fingerprint: str | None, *, anew: bool) -> None:
    from bangduan.link import bundle as bundles  # noqa: PLC0415 (help stays instant)

    with click.open_file(str(file), "rb") as opened:
        bundle = bundles.from_bytes(opened.read(_LARGEST + 1))
    thai, english = bundle.province_names
    click.echo(f"คำเชิญจากจังหวัด{thai} · invitation of {english} ({bundle.province})", err=True)
    if fingerprint is None:
        fingerprint = click.prompt(
            "โทรหาเจ้าหน้าที่จังหวัด แล้วพิมพ์ตัวเลข 30 หลักที่ได้ยิน\n"
            "call the province's officer and type the 30 digits you hear",
            err=True,
        )
    link.join(
        bundle, fingerprint=fingerprint, anew=anew,
        say=lambda th, en: click.echo(f"{th} · {en}", err=True),
    )  # fmt: skip
    link.wait_until_running()


def _tell(link: Link, *, as_json: bool) -> None:
    from bangduan.cli.common import say_json  # noqa: PLC0415 (help stays instant)
    from bangduan.errors import LinkRefused  # noqa: PLC0415

    probed = link.probe()
    if as_json:
        say_json(
            {"seconds": probed.seconds, "waiting": probed.waiting, "shovels": probed.shovels}
        )  # fmt: skip
    if probed.seconds is None:
        link.call()  # which tells in words what is wrong, if anything is wrong for us too
        raise LinkRefused(
            f"Nothing came back from the province. {probed.waiting} messages wait here; nothing "
            "is lost. Look again later, or ask the province.",
            f"ไม่มีสัญญาณตอบกลับจากจังหวัด มีข้อความรอส่ง {probed.waiting} ข้อความ ไม่มีอะไรสูญหาย "
            "โปรดตรวจอีกครั้งภายหลังหรือสอบถามจังหวัด",
        )
    if not as_json:
        click.echo(
            f"ไปและกลับใน {probed.seconds:.1f} วินาที รอส่ง {probed.waiting} ข้อความ\n"
            f"there and back in {probed.seconds:.1f} s, {probed.waiting} messages waiting"
        )


def _watch(link: Link, every: float) -> None:
    """Look after the link until we are asked to end; what fails is logged and tried again."""
    import logging  # noqa: PLC0415 (help stays instant)
    import signal  # noqa: PLC0415

    from bangduan.errors import BangDuanError  # noqa: PLC0415

    log = logging.getLogger(__name__)
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    while not ended.is_set():
        try:
            link.keep()
        except BangDuanError as error:
            log.warning("the link is not looked after now: %s", error)
        ended.wait(every)


@contextlib.contextmanager
def _link(data: Path | None) -> Iterator[Link]:
    from bangduan.cli.common import environment, explained  # noqa: PLC0415 (help stays instant)
    from bangduan.link.joining import Link  # noqa: PLC0415

    with explained():
        link = Link(environment(data))
        try:
            yield link
        finally:
            link.close()
