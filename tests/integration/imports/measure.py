"""How long ten thousand people take, and how much memory: ``python tests/…/measure.py [rows]``."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from bangduan.importing import running, taking
from tests.integration.imports.files import WHO, handed_in, many, prepared


def main() -> None:
    """Measure handing in, the dry run, the run, and the same file again."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    content = many(count)
    with tempfile.TemporaryDirectory() as data:
        application = prepared(Path(data))
        for turn in ("first", "again"):
            import_id = _timed(
                f"{turn}: hand in", partial(handed_in, application, "people", content)
            )
            _timed(f"{turn}: dry run", partial(taking.tried, application, import_id))
            taking.started(application, import_id, WHO)
            _timed(f"{turn}: run", partial(running.carry_out, application, import_id))
        application.close()
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"{count:,} rows; {used} MB at most\n")


def _timed(what: str, do: object) -> str:
    begun = time.perf_counter()
    found = do() if callable(do) else None
    sys.stdout.write(f"{what:>16} {time.perf_counter() - begun:7.1f} s\n")
    sys.stdout.flush()
    return str(found)


if __name__ == "__main__":
    main()
