"""The images that a compose file names, from the registry or, where none answers, from Debian.

A stand-in is made of Debian's own packages and takes the exact name of what it stands in for, so
that compose file and Dockerfile are tried as they are. It is made in private engines only: nobody
else shall find one under such a name.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bangduan.testing.docker import Engine
from bangduan.testing.processes import ServerFailed, find_program

SUITE = "bookworm"

_DEBIAN = "bangduan-test/debian"
_TRUSTING = "bangduan-test/base"
_PULL_SECONDS = 300
# Of two branches with recipes of their own neither makes the other's images again and again.
_KEPT = 2


def provide(engine: Engine, names: Iterable[str], recipes: Path, suite: str = SUITE) -> None:
    """See that the engine has these images.

    Args:
        engine: where they are wanted.
        names: the images' names with their tags, such as `postgres:15`.
        recipes: a folder with one folder a stand-in, named as the image is without its tag.
        suite: the Debian release that stand-ins are made of.

    Raises:
        ServerFailed: the registry does not answer, and the engine is not ours to put stand-ins in.
    """
    missing = [name for name in names if not engine.has_image(name)]
    try:
        for name in missing:
            engine.docker("pull", "--quiet", name, seconds=_PULL_SECONDS)
    except ServerFailed as error:
        if not engine.private:
            raise ServerFailed(
                "the running Docker engine has no registry to pull from. Give it one, or stop it: "
                f"then an engine of our own is started, with images made of Debian.\n{error}",
            ) from None
        _stand_in(engine, missing, recipes, suite)


def trusting_base(engine: Engine, base: str) -> str:
    """An image to build on that trusts who this machine trusts, and its name.

    Where SSL_CERT_FILE names a bundle of the machine's own, it is put over that of `base`; else
    `base` itself is good.
    """
    bundle = os.environ.get("SSL_CERT_FILE")
    if not bundle:
        return base
    with tempfile.TemporaryDirectory() as context:
        shutil.copyfile(bundle, Path(context) / "bundle.crt")
        (Path(context) / "Dockerfile").write_text(
            f"FROM {base}\n"
            "COPY bundle.crt /etc/ssl/certs/ca-certificates.crt\n"
            "ENV PIP_CERT=/etc/ssl/certs/ca-certificates.crt\n",
        )
        engine.build(Path(context), _TRUSTING)
    return _TRUSTING


def cache() -> Path:
    """The folder where made images are kept between runs; it can be removed at any time."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "bangduan"


def _stand_in(engine: Engine, names: list[str], recipes: Path, suite: str) -> None:
    """Make the images, or load what an earlier run made of the same recipes."""
    kept = cache() / f"images-{suite}-{_fingerprint(names, recipes)}.tar"
    if kept.exists():
        engine.docker("load", "--quiet", "--input", kept)
        return
    _import_debian(engine, suite)
    for name in names:
        repository = name.partition(":")[0].rpartition("/")[2]
        engine.build(recipes / repository, name, "--build-arg", f"DEBIAN={_DEBIAN}:{suite}")
    kept.parent.mkdir(parents=True, exist_ok=True)
    made = sorted(kept.parent.glob(f"images-{suite}-*.tar"), key=lambda path: path.stat().st_mtime)
    for older in made[:-_KEPT]:
        older.unlink()
    # Under another name until it is whole: a run that is killed leaves nothing that loads.
    unfinished = kept.with_suffix(f".{os.getpid()}")
    engine.docker("save", "--output", unfinished, *names)
    unfinished.rename(kept)


def _fingerprint(names: list[str], recipes: Path) -> str:
    digest = hashlib.sha256("\n".join(sorted(names)).encode())
    for path in sorted(recipes.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(recipes)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _import_debian(engine: Engine, suite: str) -> None:
    """Make Debian's base system, and an image of it."""
    debootstrap = find_program("debootstrap", "debootstrap")
    with tempfile.TemporaryDirectory(prefix="bangduan-debian-") as directory:
        root = Path(directory) / "root"
        done = subprocess.run(
            [debootstrap, "--variant=minbase", suite, root],
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise ServerFailed(f"debootstrap could not make {suite}:\n{done.stdout[-3000:]}")
        for leftover in (root / "var/cache/apt/archives").glob("*.deb"):
            leftover.unlink()
        archive = Path(directory) / "root.tar"
        subprocess.run(["tar", "-C", root, "-cf", archive, "."], check=True)  # noqa: S607
        shutil.rmtree(root)
        engine.docker("import", archive, f"{_DEBIAN}:{suite}")
