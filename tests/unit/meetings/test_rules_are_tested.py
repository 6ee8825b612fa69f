"""Every rule of the meetings service is broken by some test."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

from bangduan.domain import Rule
from services.meetings import domain

TESTS = Path(__file__).parents[2]


def _modules(package: str) -> Iterator[object]:
    module = importlib.import_module(package)
    yield module
    for inner in pkgutil.iter_modules(getattr(module, "__path__", ())):
        yield from _modules(f"{package}.{inner.name}")


def test_every_rule_is_named_by_a_test() -> None:
    named: dict[str, str] = {}
    for module in _modules(domain.__name__):
        named |= {name: rule.name for name, rule in vars(module).items() if isinstance(rule, Rule)}
    written = "\n".join(
        path.read_text("utf-8")
        for folder in ("unit/meetings", "integration/meetings", "integration/minutes")
        for path in sorted((TESTS / folder).glob("test_*.py"))
    )
    words = set(re.findall(r"\w+", written))
    assert [name for name in sorted(named) if name not in words] == []
