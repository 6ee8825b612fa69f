"""A service in a process of its own, as ``bangduan serve`` runs it; BANGDUAN_… says where.

python -m tests.benchmarks.workers.host savings|follower
"""

# ruff: noqa: E402 - everything else is imported after the patch, as in a service
from __future__ import annotations

from bangduan import green

green.patch()

import sys

from bangduan.hosting import Host, Origin
from bangduan.settings import Settings
from tests.benchmarks.workers.savings import FOLLOWER, SAVINGS

if __name__ == "__main__":
    [service] = [one for one in (SAVINGS, FOLLOWER) if one.name == sys.argv[1]]
    Host([Origin((service,), Settings.from_environment())]).run()
