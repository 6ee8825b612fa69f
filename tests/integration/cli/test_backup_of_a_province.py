"""A province that burnt down lets its sites in as before: its authority comes back too."""

from __future__ import annotations

import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from bangduan.link.authority import Authority
from bangduan.link.keys import new_key, request_of
from bangduan.settings import Settings
from bangduan.store.backup.sealing import new_identity
from tests.integration.cli.conftest import Site

SITE = "110113-40000000000000aa"
NEXT = "110114-40000000000000bb"


def issued_by(authority: Authority, name: str) -> x509.Certificate:
    """A site's certificate, as the province signs it at an enrolment."""
    pem = authority.sign_request(request_of(new_key()), name, datetime.now(UTC))
    return x509.load_pem_x509_certificate(pem)


def modes(folder: Path) -> dict[str, int]:
    """Who may do what with a folder and all in it."""
    return {
        path.relative_to(folder).as_posix(): stat.S_IMODE(path.stat().st_mode)
        for path in (folder, *sorted(folder.rglob("*")))
    }


@pytest.fixture
def province(tmp_path: Path) -> Site:
    """A province with its certificate authority and its log."""
    found = Site(tmp_path, Settings(data=tmp_path / "data", tambon="110000"))
    made = found.run("province", "init", "--address", "127.0.0.1:5671")
    assert made.code == 0, made.err
    with found.application("province"):
        pass
    return found


def test_after_a_fire_sites_are_believed_and_another_can_be_let_in(
    province: Site, tmp_path: Path
) -> None:
    folder = province.settings.authority_path
    enrolled = issued_by(Authority(folder), SITE)
    before = modes(folder)
    key, file = tmp_path / "backup.key", tmp_path / "province.tar.gz.age"
    made = province.run("backup", str(file), "--recipient", new_identity(key, ""), "--json")
    assert made.code == 0, made.err
    assert made.json["left_out"] == []

    shutil.rmtree(province.settings.data)
    restored = province.run("restore", str(file), "--identity", str(key))

    assert restored.code == 0, restored.err
    assert modes(folder) == before
    again = Authority(folder)
    enrolled.verify_directly_issued_by(again.certificate)
    issued_by(again, NEXT).verify_directly_issued_by(again.certificate)
    server = x509.load_pem_x509_certificate((folder / "broker" / "server.pem").read_bytes())
    server.verify_directly_issued_by(again.certificate)


@pytest.mark.parametrize("sealed", [False, True])
def test_a_backup_that_takes_no_secrets_says_what_to_keep_elsewhere(
    province: Site, tmp_path: Path, *, sealed: bool
) -> None:
    file, folder = tmp_path / "province.tar.gz", province.settings.authority_path
    seal = ("--recipient", new_identity(tmp_path / "backup.key", ""), "--without-keys")

    made = province.run("backup", str(file), *(seal if sealed else ()))

    assert made.code == 0, made.err
    assert str(folder) in made.err
    assert "no database holds it" in made.err
    assert "โปรดเก็บสำเนาไว้ที่ปลอดภัยแห่งอื่น" in made.err
    if not sealed:
        shutil.rmtree(province.settings.data)
        assert province.run("restore", str(file)).code == 0
        assert not folder.exists()
