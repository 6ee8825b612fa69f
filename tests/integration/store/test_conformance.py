"""Both adapters keep what the kit asks."""

from bangduan.testing.store import (
    AppendingContract,
    LeadershipContract,
    PersonalDataContract,
    ReadingContract,
    RebuildingContract,
)


class TestAppending(AppendingContract): ...


class TestLeadership(LeadershipContract): ...


class TestPersonalData(PersonalDataContract): ...


class TestReading(ReadingContract): ...


class TestRebuilding(RebuildingContract): ...
