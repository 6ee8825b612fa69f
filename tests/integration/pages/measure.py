"""How long a list of ten thousand people takes: ``python -m tests.integration.pages.measure``.

Prints milliseconds by the clock, and of the processor alone, which other work on the machine does
not lengthen: of the first page after a start, of pages once warm, of
pages of which each follows a change, of a search. The people are synthetic.
"""

import math
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from uuid6 import uuid7

from bangduan.application import Application
from bangduan.rebuilding import prepare
from bangduan.service import named
from bangduan.settings import Settings
from bangduan.testing.access import Keys
from bangduan.unit_of_work import UnitOfWork
from bangduan.web.app import create_app
from bangduan.web.sessions import COOKIE
from services.membership.domain.person import PERSON, RegisterPerson

_FIRST = ("สมหญิง", "สมชาย", "ประเสริฐ", "เกศินี", "แก้ว", "ไพศาล", "โสภา", "ใจ")
_LAST = ("บางด้วน", "ปากน้ำ", "สำโรง", "ทรงคนอง", "ศรีสุข", "เจริญผล")
_IN_ONE_WRITE = 500


def populate(application: Application, people: int) -> None:
    """Register synthetic people."""
    chosen = random.Random(1)  # noqa: S311 (synthetic names)
    for _ in range(people // _IN_ONE_WRITE):
        unit = UnitOfWork(application)
        for _ in range(_IN_ONE_WRITE):
            name = f"{chosen.choice(_FIRST)} {chosen.choice(_LAST)} {chosen.randrange(9999)}"
            command = RegisterPerson(person_id=str(uuid7()), name=name, synthetic=True)  # type: ignore[arg-type]
            unit.decide(PERSON, command.person_id, command)
        application.commit(unit)


def timed(what: str, look: Callable[[], object], times: int) -> None:
    """Print the median and the 95th percentile."""
    said = []
    for clock, taken in zip(("clock", "processor"), _taken(look, times), strict=True):
        p95 = sorted(taken)[max(0, math.ceil(len(taken) * 0.95) - 1)]
        said.append(f"{clock} median {statistics.median(taken):6.1f} p95 {p95:6.1f}")
    sys.stdout.write(f"{what:26} {'   '.join(said)}\n")


def _taken(look: Callable[[], object], times: int) -> tuple[list[float], list[float]]:
    clock, processor = [], []
    for _ in range(times):
        start, spent = time.perf_counter(), time.process_time()
        look()
        clock.append((time.perf_counter() - start) * 1000)
        processor.append((time.process_time() - spent) * 1000)
    return clock, processor


def main(people: int = 10_000) -> None:
    """Measure on a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        application = Application(named("membership"), Settings(data=Path(folder)))
        prepare(application)
        populate(application, people)
        client = create_app(application).test_client()
        client.set_cookie(COOKIE, Keys().cookie(application, "administrator")[0])

        def look(query: str = "") -> None:
            answer = client.get(f"/membership/people?lang=th&{query}")
            if answer.status_code != 200:
                raise SystemExit(answer.get_data(as_text=True))

        timed("first page after a start", look, 1)
        timed("a page, warm", lambda: look(f"page={random.randrange(1, 190)}"), 100)  # noqa: S311
        timed("sorted by village", lambda: look("sort=-village"), 20)
        timed("a search", lambda: look(f"q={random.choice(_LAST)}"), 40)  # noqa: S311
        for _ in range(6):
            populate(application, _IN_ONE_WRITE)
            timed("after 500 more people", look, 1)
        application.close()


if __name__ == "__main__":
    main()
