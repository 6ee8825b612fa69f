"""Chance that can be had again: the same labels, the same throws."""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Item = TypeVar("Item")


class Chance:
    """A die of its own for every set of labels.

    What one part of a life throws does not move what another throws: each takes a die with
    labels of its own.
    """

    def __init__(self, *labels: object) -> None:
        digest = hashlib.sha256("/".join(str(label) for label in labels).encode()).digest()
        self._random = random.Random(int.from_bytes(digest[:8], "big"))  # noqa: S311 (no secret)

    def yes(self, probability: float) -> bool:
        """True so often, of 1."""
        return self._random.random() < probability

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included, each as likely."""
        return self._random.randint(least, most)

    def around(self, least: float, usual: float, most: float) -> float:
        """A number between two, most often about ``usual``."""
        return self._random.triangular(least, most, usual)

    def one(self, items: Sequence[Item]) -> Item:
        """One of them."""
        return self._random.choice(items)

    def some(self, items: Sequence[Item], count: int) -> list[Item]:
        """So many different ones, or all where there are fewer."""
        return self._random.sample(items, min(count, len(items)))

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """All of them, in another order."""
        return self._random.sample(items, len(items))

    def weighted(self, weights: Mapping[Item, float]) -> Item:
        """One of them, as often as its weight says."""
        return self._random.choices(list(weights), list(weights.values()))[0]
