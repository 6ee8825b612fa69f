"""The conformance kit: what any adapter of ``bangduan.store.Database`` must keep.

Whoever writes one gives the kit empty databases and subclasses its contracts in a test module:

    @pytest.fixture
    def make_url(tmp_path) -> Callable[[], str]: …      # URL of one more empty database


    class TestAppending(AppendingContract): …
    class TestLeadership(LeadershipContract): …
    class TestPersonalData(PersonalDataContract): …
    class TestReading(ReadingContract): …
    class TestRebuilding(RebuildingContract): …

The contracts speak to the adapter as a service does, through ``Application``, ``EventLog`` and
``Keyring``, in several processes and threads; the service is ``bangduan.testing.passbook``.
"""

from bangduan.testing.store.appending import AppendingContract
from bangduan.testing.store.bench import Bench, BenchContract
from bangduan.testing.store.leadership import LeadershipContract
from bangduan.testing.store.personal import PersonalDataContract
from bangduan.testing.store.reading import ReadingContract
from bangduan.testing.store.rebuilding import RebuildingContract

__all__ = [
    "AppendingContract",
    "Bench",
    "BenchContract",
    "LeadershipContract",
    "PersonalDataContract",
    "ReadingContract",
    "RebuildingContract",
]
