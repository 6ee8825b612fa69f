"""Backups that nobody reads but who may: encrypted in the age format (age-encryption.org/v1).

Two ways, never both in one file:

``recipients``   public keys (``age1…``). The machine that makes the backups cannot read them; the
                 private key lies elsewhere, in an identity file, best with a passphrase of its own.
``passphrase``   whoever knows it opens the file (scrypt). Sealed in memory, so of limited size.

What is read is authenticated to its last byte: a file that was cut short or changed is refused.
The age program (``age -d``) opens them too.
"""

from __future__ import annotations

import dataclasses
import io
import os
import threading
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Final, Literal

import pyrage

from bangduan.store.backup.errors import BackupRefused, BackupUnusable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    Kind = Literal["open", "passphrase", "recipients"]

SHORTEST_PASSPHRASE: Final = 12
_MAGIC: Final = b"age-encryption.org/v1\n"
_SCRYPT: Final = b"-> scrypt "
_IDENTITY: Final = "AGE-SECRET-KEY-1"
_LARGEST_FOR_A_PASSPHRASE: Final = 512 * 1_000_000
_PRIVATE: Final = 0o600


@dataclasses.dataclass(frozen=True, slots=True)
class Seal:
    """Whom a backup is sealed for.

    Raises:
        BackupRefused: neither or both are given, a recipient is no ``age1…`` key, or the
            passphrase is shorter than twelve characters.
    """

    recipients: tuple[str, ...] = ()
    passphrase: str = dataclasses.field(default="", repr=False)

    def __post_init__(self) -> None:
        if bool(self.recipients) == bool(self.passphrase):
            raise BackupRefused(
                "Seal a backup either for recipients or with a passphrase, not with both.",
                "เข้ารหัสไฟล์สำรองได้ทางเดียว: ด้วยกุญแจของผู้รับ หรือด้วยรหัสผ่าน",
            )
        if self.passphrase and len(self.passphrase) < SHORTEST_PASSPHRASE:
            raise BackupRefused(
                f"The passphrase is too short: at least {SHORTEST_PASSPHRASE} characters.",
                f"รหัสผ่านของไฟล์สำรองสั้นเกินไป ต้องมีอย่างน้อย {SHORTEST_PASSPHRASE} ตัวอักษร",
            )
        for recipient in self.recipients:
            _recipient(recipient)

    @contextmanager
    def writing(self, file: IO[bytes]) -> Iterator[IO[bytes]]:
        """What is written into the block's file goes sealed into ``file``."""
        if not self.passphrase:
            keys = [_recipient(each) for each in self.recipients]
            with _piped(lambda source: pyrage.encrypt_io(source, file, keys)) as sink:
                yield sink
            return
        held = io.BytesIO()
        yield held
        if held.tell() > _LARGEST_FOR_A_PASSPHRASE:
            raise BackupRefused(
                "This backup is too large to be sealed with a passphrase. Make a key with "
                "bangduan backup --new-key FILE, and seal it with --recipient.",
                "ไฟล์สำรองใหญ่เกินกว่าจะเข้ารหัสด้วยรหัสผ่าน โปรดสร้างกุญแจด้วย bangduan backup "
                "--new-key FILE แล้วใช้ --recipient",
            )
        file.write(pyrage.passphrase.encrypt(held.getvalue(), self.passphrase))


@dataclasses.dataclass(frozen=True, slots=True)
class Opener:
    """What opens a sealed backup: identities (``AGE-SECRET-KEY-1…``), a passphrase, or nothing."""

    identities: tuple[str, ...] = dataclasses.field(default=(), repr=False)
    passphrase: str = dataclasses.field(default="", repr=False)

    @contextmanager
    def reading(self, path: Path, file: IO[bytes]) -> Iterator[IO[bytes]]:
        """What ``file`` holds, opened if it is sealed; proved to its last byte at the end.

        Raises:
            BackupRefused: it takes a passphrase or an identity that is not here.
            BackupUnusable: it was cut short or changed.
        """
        match kind_of(path):
            case "open":
                yield file
            case "passphrase":
                yield io.BytesIO(self._with_passphrase(path, file.read()))
            case "recipients":
                with _opened(path, file, [_identity(each) for each in self.identities]) as content:
                    yield content

    def _with_passphrase(self, path: Path, sealed: bytes) -> bytes:
        if not self.passphrase:
            raise BackupRefused(
                f"{path} is sealed with a passphrase. Give it when asked, or in the file that "
                "BANGDUAN_BACKUP_PASSPHRASE_FILE names.",
                f"{path} เข้ารหัสไว้ด้วยรหัสผ่าน โปรดป้อนเมื่อถูกถาม "
                "หรือใส่ไว้ในไฟล์ที่ BANGDUAN_BACKUP_PASSPHRASE_FILE ระบุ",
            )
        try:
            opened: bytes = pyrage.passphrase.decrypt(sealed, self.passphrase)
        except pyrage.DecryptError as error:
            if "Decryption failed" in str(error):
                raise BackupRefused(
                    f"The passphrase does not open {path}. Nothing was changed; try it again, and "
                    "mind the language of the keyboard.",
                    f"รหัสผ่านไม่ถูกต้อง เปิด {path} ไม่ได้ ยังไม่มีสิ่งใดถูกเปลี่ยนแปลง โปรดลองใหม่ "
                    "และตรวจภาษาของแป้นพิมพ์",
                ) from error
            raise _changed(path) from error
        return opened


def kind_of(path: Path) -> Kind:
    """Whether a file is sealed, and how."""
    with path.open("rb") as file:
        start = file.read(len(_MAGIC) + len(_SCRYPT))
    if not start.startswith(_MAGIC):
        return "open"
    return "passphrase" if start.endswith(_SCRYPT) else "recipients"


def new_identity(path: Path, passphrase: str) -> str:
    """Make a key, write its private half to a new file of mode 0600; returns the recipient.

    Args:
        passphrase: the file is sealed with it; empty for none.

    Raises:
        FileExistsError: there is such a file; it is left as it is.
    """
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    content = f"# public key: {recipient}\n{identity}\n".encode()
    if passphrase:
        content = pyrage.passphrase.encrypt(content, Seal(passphrase=passphrase).passphrase)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return recipient


def read_identities(path: Path, passphrase: str) -> tuple[str, ...]:
    """The private keys in an identity file, which may be sealed with a passphrase.

    Raises:
        BackupRefused: it holds none, or the passphrase does not open it.
    """
    with path.open("rb") as file, Opener(passphrase=passphrase).reading(path, file) as content:
        lines = content.read().decode(errors="replace").splitlines()
    found = tuple(line.strip() for line in lines if line.strip().startswith(_IDENTITY))
    if not found:
        raise BackupRefused(
            f"{path} is no identity file: no line in it begins with {_IDENTITY}.",
            f"{path} ไม่ใช่ไฟล์กุญแจ: ไม่มีบรรทัดที่ขึ้นต้นด้วย {_IDENTITY}",
        )
    return found


@contextmanager
def _opened(
    path: Path, file: IO[bytes], identities: Sequence[pyrage.x25519.Identity]
) -> Iterator[IO[bytes]]:
    """The content of a file sealed for recipients, as it is opened beside us."""
    if not identities:
        raise BackupRefused(
            f"{path} is sealed for somebody's key. Say where it is with --identity FILE.",
            f"{path} เข้ารหัสไว้สำหรับเจ้าของกุญแจ โปรดระบุไฟล์กุญแจด้วย --identity FILE",
        )
    failed: list[BaseException] = []
    inner, outer = os.pipe()

    def open_all() -> None:
        with os.fdopen(outer, "wb") as sink:
            try:
                pyrage.decrypt_io(file, sink, list(identities))
            except BrokenPipeError:
                pass  # nobody reads on: whoever gave up says why
            except (pyrage.DecryptError, OSError) as error:
                failed.append(error)

    opening = threading.Thread(target=open_all, name="opening a backup", daemon=True)
    opening.start()
    try:
        with os.fdopen(inner, "rb") as content:
            try:
                yield content
                while content.read(1 << 20):
                    pass  # the end proves that nothing was cut off
            finally:
                content.close()
                opening.join()
    except Exception as error:
        raise (_why(path, failed[0]) if failed else error) from error
    if failed:
        raise _why(path, failed[0])


@contextmanager
def _piped(work: Callable[[IO[bytes]], object]) -> Iterator[IO[bytes]]:
    """A file whose content ``work`` reads beside us, till it is closed; raises what that did."""
    failed: list[BaseException] = []
    inner, outer = os.pipe()

    def run() -> None:
        with os.fdopen(inner, "rb") as source:
            try:
                work(source)
            except Exception as error:  # noqa: BLE001 (raised again where it is waited for)
                failed.append(error)

    working = threading.Thread(target=run, name="sealing a backup", daemon=True)
    working.start()
    try:
        with os.fdopen(outer, "wb") as sink:
            yield sink
    except BrokenPipeError as error:
        working.join()
        raise (failed[0] if failed else error) from error
    finally:
        working.join()
    if failed:
        raise failed[0]


def _why(path: Path, error: BaseException) -> BackupRefused | BackupUnusable:
    if "No matching keys" in str(error):
        return BackupRefused(
            f"The key given does not open {path}: it was sealed for another. Nothing was changed; "
            "say with --identity where the right one is.",
            f"กุญแจนี้เปิด {path} ไม่ได้ เพราะเข้ารหัสไว้สำหรับกุญแจอื่น ยังไม่มีสิ่งใดถูกเปลี่ยนแปลง "
            "โปรดระบุกุญแจที่ถูกต้องด้วย --identity",
        )
    return _changed(path)


def _changed(path: Path) -> BackupUnusable:
    return BackupUnusable(
        path, "it was cut short, changed or damaged", "ไฟล์ขาดหาย ถูกแก้ไข หรือเสียหาย"
    )


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise BackupRefused(
            f"{text[:80]!r} is no recipient: it begins with age1. bangduan backup --new-key FILE "
            "makes one and prints it.",
            f"{text[:80]!r} ไม่ใช่กุญแจผู้รับ ซึ่งขึ้นต้นด้วย age1 สร้างได้ด้วย bangduan backup --new-key FILE",
        ) from error


def _identity(text: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError as error:
        raise BackupRefused(
            "The identity file holds a damaged key. Take the copy of it that is kept elsewhere.",
            "กุญแจในไฟล์เสียหาย โปรดใช้สำเนาที่เก็บไว้ที่อื่น",
        ) from error
