"""What both libraries record: the same payments, about 250 bytes each.

Standard library only, because the peer's environment has nothing of ours in it.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST_DAY = date(2008, 6, 30)
_DAYS = 365


class Payment(NamedTuple):
    """A payment into a synthetic savings group (กลุ่มออมทรัพย์).

    Attributes:
        payment_id: UUID in text.
        name: the group's name, in Thai; of no person.
        day: the day it was paid.
        amount: satang.
    """

    payment_id: str
    name: str
    day: date
    amount: int


def payments(count: int) -> Iterator[Payment]:
    """So many payments, each with an id of its own."""
    for number in range(count):
        yield Payment(
            payment_id=str(uuid.uuid4()),
            name=f"กลุ่มออมทรัพย์เพื่อการผลิต บ้านตัวอย่าง หมู่ที่ {1 + number % 12}",
            day=_FIRST_DAY + timedelta(days=number % _DAYS),
            amount=100 * (1 + number % 5_000),
        )
