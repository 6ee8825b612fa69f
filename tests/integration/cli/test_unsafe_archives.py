"""No archive, however it was made, writes where it should not or restores what it is not."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from typing import TYPE_CHECKING, Any

import pytest

from tests.integration.cli.conftest import sqlite_site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.cli.conftest import Site


@pytest.fixture
def backup(embedded: Site, tmp_path: Path) -> Path:
    """A good backup, to be spoiled."""
    embedded.register("สมชาย")
    embedded.run("backup", str(tmp_path / "site.tar.gz"))
    return tmp_path / "site.tar.gz"


@pytest.fixture
def target(tmp_path: Path) -> Site:
    """Where it would be restored."""
    return sqlite_site(tmp_path / "target")


def content(file: Path) -> list[tuple[tarfile.TarInfo, bytes]]:
    """The members of an archive, in order."""
    with tarfile.open(file) as tar:
        found = []
        for info in tar:
            inner = tar.extractfile(info)
            found.append((info, inner.read() if inner else b""))
        return found


def write(file: Path, members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    """An archive of exactly these members."""
    with tarfile.open(file, "w:gz") as tar:
        for info, raw in members:
            info.size = len(raw) if info.isreg() else 0
            tar.addfile(info, io.BytesIO(raw))


def rewrite(file: Path, change: Any) -> None:
    """An archive whose manifest is what ``change`` makes of it."""
    members = content(file)
    manifest = json.loads(members[0][1])
    change(manifest)
    members[0] = (members[0][0], json.dumps(manifest).encode())
    write(file, members)


def refused(target: Site, file: Path) -> str:
    """What was said when ``file`` was refused, with nothing written."""
    said = target.run("restore", str(file), "--replace")
    assert said.code == 1, said
    assert "Traceback" not in said.err
    written = {path.name for path in target.settings.data.rglob("*")}
    assert not any("sqlite3" in name or "restoring" in name for name in written)
    return said.err


@pytest.mark.parametrize(
    "name", ["../evil", "/evil", "site/../../evil", "evil.sqlite3", "membership.sqlite3/x"]
)
def test_a_member_that_the_manifest_does_not_name_is_refused(
    target: Site, backup: Path, name: str
) -> None:
    write(backup, [*content(backup), (tarfile.TarInfo(name), b"evil")])

    assert "does not belong" in refused(target, backup)
    assert not (target.folder / "evil").exists()


@pytest.mark.parametrize(
    "name", ["../membership.sqlite3", "/membership.sqlite3", "a/b.sqlite3", ".sqlite3", "x.sh"]
)
def test_a_manifest_that_names_another_place_is_refused(
    target: Site, backup: Path, name: str
) -> None:
    members = content(backup)
    manifest = json.loads(members[0][1])
    [old] = [part for part in manifest["services"] if part["service"] == "membership"]
    for info, _ in members:
        if info.name == old["member"]:
            info.name = name
    old["member"] = name
    members[0] = (members[0][0], json.dumps(manifest).encode())
    write(backup, members)

    assert "no backup" in refused(target, backup)


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE]
)
def test_a_member_that_is_no_file_is_refused(target: Site, backup: Path, kind: bytes) -> None:
    members = content(backup)
    info = members[1][0]
    info.type, info.linkname = kind, "/etc/passwd"
    write(backup, members)

    assert "does not belong" in refused(target, backup)


def test_a_changed_byte_is_refused(target: Site, backup: Path) -> None:
    members = content(backup)
    info, raw = members[1]
    members[1] = (info, raw[:5000] + bytes([raw[5000] ^ 1]) + raw[5001:])
    write(backup, members)

    assert f"{info.name} was changed" in refused(target, backup)


def test_a_missing_member_is_refused(target: Site, backup: Path) -> None:
    members = content(backup)
    write(backup, members[:-1])

    assert f"{members[-1][0].name} is missing" in refused(target, backup)


def test_a_member_that_comes_twice_is_refused(target: Site, backup: Path) -> None:
    members = content(backup)
    write(backup, [*members, members[1]])

    assert "does not belong" in refused(target, backup)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.99])
def test_half_a_file_is_refused(target: Site, backup: Path, share: float) -> None:
    raw = backup.read_bytes()
    backup.write_bytes(raw[: int(len(raw) * share)])

    refused(target, backup)


@pytest.mark.parametrize(
    "raw", [b"", b"text", gzip.compress(b"text"), gzip.compress(b"\0" * 10240)]
)
def test_what_is_no_archive_is_refused(target: Site, tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "file.tar.gz"
    file.write_bytes(raw)

    refused(target, file)


def test_a_format_of_the_future_says_what_to_install(target: Site, backup: Path) -> None:
    rewrite(backup, lambda manifest: manifest.update(format=2))

    assert "install the program that made it" in refused(target, backup)


@pytest.mark.parametrize(
    "change",
    [
        lambda manifest: manifest.pop("services"),
        lambda manifest: manifest.update(services="all"),
        lambda manifest: manifest["services"].append(manifest["services"][0]),
        lambda manifest: manifest["services"][0].update(sha256="short"),
        lambda manifest: manifest["services"][0].update(size=-1),
        lambda manifest: manifest["keyrings"][0].update(scope="nowhere"),
    ],
)
def test_a_manifest_that_cannot_be_is_refused(target: Site, backup: Path, change: Any) -> None:
    rewrite(backup, change)

    assert "no backup" in refused(target, backup)


def test_a_keyring_that_is_none_is_refused_and_undone(target: Site, backup: Path) -> None:
    members = content(backup)
    manifest = json.loads(members[0][1])
    raw = b'["somebody"]\n'
    part = manifest["keyrings"][0]
    part.update(size=len(raw), sha256=hashlib.sha256(raw).hexdigest())
    members[0] = (members[0][0], json.dumps(manifest).encode())
    members[-1] = (members[-1][0], raw)
    write(backup, members)

    said = target.run("restore", str(backup))

    assert said.code == 1
    assert not target.file("membership").exists()
