"""The file a backup is: a .tar.gz, sealed or not, whose first member says what the others must be.

What is read is never unpacked by the names in it: a member is known by the manifest or the
whole file is refused, and it is written where we say.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io
import os
import re
import secrets
import tarfile
import zlib
from typing import IO, TYPE_CHECKING, Final

import orjson
from cattrs.errors import BaseValidationError
from cattrs.preconf.orjson import make_converter

from bangduan.store.backup.errors import BackupUnusable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from bangduan.store.backup.sealing import Opener, Seal

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
_PRIVATE: Final = 0o600
_CHUNK: Final = 1 << 20
_LONGEST_MANIFEST: Final = 1 << 20
_MEMBER: Final = re.compile(r"[a-z0-9][a-z0-9_@-]*\.(sqlite3|dump|keyring\.jsonl|file)")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")

_converter = make_converter()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseMember:
    """One service's database in a backup.

    Attributes:
        member: its name in the archive.
        kind: ``sqlite`` (the file itself) or ``postgresql`` (a dump in pg_dump's custom format).
        epoch, events, head: how far its log had come.
    """

    member: str
    sha256: str
    size: int
    service: str
    scope: str
    tambon: str
    kind: str
    epoch: int
    events: int
    head: str | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class KeyringMember:
    """A keyring in a backup: one JSON line a person, ``[subject, key]``, null for one erased."""

    member: str
    sha256: str
    size: int
    scope: str
    persons: int
    erased: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FileMember:
    """A file beside the databases, only in a sealed backup.

    Attributes:
        place: what it is, as ``signing-key`` or ``link/certificate-….pem``.
        mode: who may read it where it belongs.
    """

    member: str
    sha256: str
    size: int
    place: str
    mode: int


Part = DatabaseMember | KeyringMember | FileMember


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds.

    Attributes:
        made_at: when, in UTC.
        software: version of the program that made it.
        tambon: six digits of the site.
        simulated: whose data in it are made up, ``site`` or ``province``.
    """

    format: int
    made_at: str
    software: str
    tambon: str
    services: tuple[DatabaseMember, ...]
    keyrings: tuple[KeyringMember, ...]
    files: tuple[FileMember, ...] = ()
    simulated: tuple[str, ...] = ()

    def members(self) -> dict[str, Part]:
        """Every member but the manifest, by its name in the archive."""
        return {part.member: part for part in self._parts()}

    @property
    def size(self) -> int:
        """Bytes of all members."""
        return sum(part.size for part in self.members().values())

    def to_bytes(self) -> bytes:
        """As it stands in the archive."""
        return orjson.dumps(self, option=orjson.OPT_INDENT_2)

    @classmethod
    def from_bytes(cls, file: object, raw: bytes) -> Manifest:
        """Read one, whole and possible; BackupUnusable (naming ``file``) for any other."""
        try:
            fields = orjson.loads(raw)
            if fields["format"] != FORMAT:
                raise BackupUnusable(
                    file,
                    f"its format is {fields['format']!r}, this program reads {FORMAT}; install "
                    "the program that made it",
                    f"รูปแบบ {fields['format']!r} โปรแกรมนี้อ่านรูปแบบ {FORMAT} โปรดติดตั้งรุ่นที่สร้างไฟล์นี้",
                )
            manifest = _converter.structure(fields, cls)
        except (orjson.JSONDecodeError, KeyError, TypeError, BaseValidationError):
            raise _no_backup(file) from None
        if not manifest.is_possible():
            raise _no_backup(file)
        return manifest

    def is_possible(self) -> bool:
        """True when every name, digest and size in it can be, and nothing stands twice."""
        parts = self._parts()
        return (
            len(self.members()) == len(parts)
            and len({part.service for part in self.services}) == len(self.services)
            and {part.scope for part in self.keyrings} <= {part.scope for part in self.services}
            and all(_is_possible(part) for part in parts)
        )

    def _parts(self) -> tuple[Part, ...]:
        return (*self.services, *self.keyrings, *self.files)


def _is_possible(part: Part) -> bool:
    named = _MEMBER.fullmatch(part.member) and _DIGEST.fullmatch(part.sha256)
    if isinstance(part, FileMember):
        # it names a place below a folder of ours, never one beside it
        parts = part.place.split("/")
        return bool(named) and part.size >= 0 and not {"", ".", ".."} & set(parts)
    return bool(named) and part.size >= 0


@dataclasses.dataclass(frozen=True, slots=True)
class Measured:
    """Size and SHA-256 of a member's content."""

    size: int
    sha256: str


def measured(content: Path | bytes) -> Measured:
    """Measure what will be a member."""
    if isinstance(content, bytes):
        return Measured(len(content), hashlib.sha256(content).hexdigest())
    with content.open("rb") as file:
        return Measured(content.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def write(
    path: Path,
    manifest: Manifest,
    contents: Mapping[str, Path | bytes],
    seal: Seal | None = None,
) -> None:
    """Write an archive: under another name until it is whole and on the disk, then renamed.

    Args:
        contents: what each member of the manifest is, by its name.
        seal: who may open it; anybody who gets hold of it when not given.
    """
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
        with os.fdopen(descriptor, "wb") as file:
            sealed = contextlib.nullcontext(file) if seal is None else seal.writing(file)
            with sealed as content, tarfile.open(fileobj=content, mode="w|gz") as tar:
                _add(tar, MANIFEST, manifest.to_bytes())
                for name in manifest.members():
                    _add(tar, name, contents[name])
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        sync_folder(path.parent)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def unpack(
    path: Path, folder: Path, on_progress: Callable[[int, int], None], opener: Opener
) -> Manifest:
    """Write the members of an archive into ``folder``, each proved to be what it must be.

    Args:
        opener: opens it if it is sealed.

    Raises:
        BackupUnusable: it is no backup, or not whole, or was changed.
        BackupRefused: it is sealed, and ``opener`` does not open it.
    """
    with _reading(path, opener) as tar:
        first = tar.next()
        if first is None or first.name != MANIFEST or not first.isreg():
            raise _no_backup(path)
        manifest = Manifest.from_bytes(path, _content(tar, first).read(_LONGEST_MANIFEST))
        expected = manifest.members()
        done = 0
        for info in iter(tar.next, None):
            part = expected.pop(info.name, None)
            if part is None or not info.isreg() or info.size != part.size:
                shown = info.name[:80]
                raise BackupUnusable(
                    path, f"{shown!r} does not belong in it", f"มี {shown!r} ซึ่งไม่ควรอยู่ในไฟล์"
                )
            digest = hashlib.sha256()
            with (folder / part.member).open("xb") as file:
                for chunk in _chunks(_content(tar, info)):
                    digest.update(chunk)
                    file.write(chunk)
                    done += len(chunk)
                    on_progress(done, manifest.size)
            if digest.hexdigest() != part.sha256:
                raise BackupUnusable(
                    path, f"{part.member} was changed or damaged", f"{part.member} ถูกแก้ไขหรือเสียหาย"
                )
        if expected:
            missing = ", ".join(sorted(expected))
            raise BackupUnusable(path, f"{missing} is missing", f"ขาด {missing}")
    return manifest


def sync_folder(folder: Path) -> None:
    """Make names that were changed in a folder outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _add(tar: tarfile.TarFile, name: str, content: Path | bytes) -> None:
    info = tarfile.TarInfo(name)
    info.mode = _PRIVATE
    if isinstance(content, bytes):
        info.size = len(content)
        tar.addfile(info, io.BytesIO(content))
    else:
        info.size = content.stat().st_size
        with content.open("rb") as file:
            tar.addfile(info, file)


@contextlib.contextmanager
def _reading(path: Path, opener: Opener) -> Iterator[tarfile.TarFile]:
    with (
        path.open("rb") as file,
        opener.reading(path, file) as content,
        _untarred(path, content) as tar,
    ):
        yield tar


@contextlib.contextmanager
def _untarred(path: Path, content: IO[bytes]) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(fileobj=content, mode="r|gz") as tar:
            yield tar
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise BackupUnusable(
            path, f"it is no whole .tar.gz ({error})", f"ไม่ใช่ไฟล์ .tar.gz ที่สมบูรณ์ ({error})"
        ) from error


def _content(tar: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(info)
    if content is None:
        raise tarfile.ReadError(f"{info.name!r} has no content")
    return content


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    while chunk := content.read(_CHUNK):
        yield chunk


def _no_backup(file: object) -> BackupUnusable:
    return BackupUnusable(file, "it is no backup of this program", "ไม่ใช่ไฟล์สำรองของโปรแกรมนี้")
