"""A site's folder of the link: keys made here, kept once, read by whom they must be."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bangduan.errors import ConfigurationError
from bangduan.link.authority import Authority
from bangduan.link.joining import Link
from bangduan.link.keys import new_key, request_of
from bangduan.link.standing import Folder, Standing
from bangduan.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)
NAME = "110113-40000000000000aa"
STANDING = Standing(
    province="110000",
    province_names=("สมุทรปราการ", "Samut Prakan"),
    site="110113",
    host="province.example",
    port=5671,
    vhost="/",
    invitation="01912345-0000-7000-8000-000000000001",
    serial="40000000000000aa",
    not_before=NOW,
    not_after=NOW + timedelta(days=300),
    joined_at=NOW,
)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "link")


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority.create(tmp_path / "authority", "Samut Prakan 110000", NOW)


def test_who_joined_nobody_is_told_how_to_join(folder: Folder) -> None:
    assert folder.read() is None
    with pytest.raises(ConfigurationError, match="bangduan join"):
        folder.require()


def test_what_is_written_down_reads_the_same_also_when_written_again(folder: Folder) -> None:
    folder.asking_key()
    folder.record(STANDING)
    folder.record(STANDING)

    assert folder.read() == STANDING


def test_a_record_that_cannot_be_read_is_told_of(folder: Folder) -> None:
    folder.asking_key()
    (folder.path / "link.json").write_text("{}")

    with pytest.raises(ConfigurationError, match="backup"):
        folder.read()


def test_asking_again_is_for_the_same_key_until_there_is_an_answer(
    folder: Folder, authority: Authority
) -> None:
    first = folder.asking_key().private_numbers()
    assert folder.asking_key().private_numbers() == first

    folder.accept(authority.sign_request(request_of(folder.asking_key()), NAME, NOW))

    assert folder.asking_key().private_numbers() != first


def test_a_certificate_is_kept_with_its_key_for_the_broker_to_read(
    folder: Folder, authority: Authority
) -> None:
    key = folder.asking_key()
    issued = folder.accept(authority.sign_request(request_of(key), NAME, NOW))

    assert stat.S_IMODE(folder.key(issued.serial).stat().st_mode) == 0o640
    assert folder.key(issued.serial).stat().st_gid == folder.path.stat().st_gid
    assert folder.certificate(issued.serial).exists()
    assert not (folder.path / "asking-key.pem").exists()


def test_a_certificate_for_another_key_is_not_taken(folder: Folder, authority: Authority) -> None:
    folder.asking_key()

    with pytest.raises(ConfigurationError, match="another key"):
        folder.accept(authority.sign_request(request_of(new_key()), NAME, NOW))


@pytest.mark.parametrize(("days", "due"), [(0, False), (199, False), (200, True), (301, True)])
def test_renewal_is_due_when_a_third_of_its_life_is_left(days: int, due: bool) -> None:
    assert STANDING.renewal_is_due(NOW + timedelta(days=days)) is due


def test_an_embedded_site_is_told_that_a_link_needs_a_broker(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="RabbitMQ") as refused:
        Link(Settings(data=tmp_path))

    assert "โบรกเกอร์" in refused.value.th


def test_a_site_whose_brokers_administrator_is_not_named_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="BANGDUAN_BROKER_ADMIN"):
        Link(Settings(data=tmp_path, broker="amqp://guest:guest@127.0.0.1:1//"))
