"""What belongs to a site beside its databases: keys and certificates, in a sealed backup only."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bangduan.store.backup.restoring import Unpacked

BROKER: Final = "broker-definitions.json"
_GROUP_READS: Final = 0o040


@dataclasses.dataclass(frozen=True, slots=True)
class PutBack:
    """What became of the files of a backup.

    Attributes:
        restored: files that are there again.
        left: files that stand here already and were left as they are.
        failed: files that could not be written, and why.
    """

    restored: tuple[Path, ...] = ()
    left: tuple[Path, ...] = ()
    failed: tuple[str, ...] = ()


def collect(roots: Mapping[str, Path]) -> dict[str, Path]:
    """Files under each root (a file or a folder) that is there, by what they are."""
    found: dict[str, Path] = {}
    for name, root in roots.items():
        if root.is_file():
            found[name] = root
        elif root.is_dir():
            inside = (path for path in sorted(root.rglob("*")) if path.is_file())
            found |= {f"{name}/{path.relative_to(root).as_posix()}": path for path in inside}
    return found


def put_back(backup: Unpacked, roots: Mapping[str, Path], elsewhere: Path) -> PutBack:
    """Put the files of a backup where they belong, where there is nothing.

    Args:
        roots: as for ``collect``.
        elsewhere: folder of what belongs to none of them.
    """
    restored: list[Path] = []
    left: list[Path] = []
    failed: list[str] = []
    for file in backup.manifest.files:
        root, _, rest = file.place.partition("/")
        base = roots.get(root)
        target = elsewhere / file.place if base is None else base / rest if rest else base
        try:
            _write_new(target, (backup.folder / file.member).read_bytes(), file.mode)
        except FileExistsError:
            left.append(target)
        except OSError as error:
            # the databases are back by now: whoever restores puts the rest right by hand
            failed.append(f"{target}: {error.strerror}")
        else:
            restored.append(target)
    return PutBack(tuple(restored), tuple(left), tuple(failed))


def _write_new(path: Path, content: bytes, mode: int) -> None:
    shared = bool(mode & _GROUP_READS)
    if not path.parent.exists():
        path.parent.mkdir(mode=0o700, parents=True)
        # whose group may read the file, as the broker, must get as far as to it
        path.parent.chmod(0o750 if shared else 0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        group = path.parent.stat().st_gid
        if shared and os.fstat(file.fileno()).st_gid != group:
            os.fchown(file.fileno(), -1, group)
        os.fchmod(file.fileno(), mode & 0o755)
