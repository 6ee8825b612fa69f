"""Every service has the same rooms, and its domain imports nothing but the domain."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from bangduan.service import installed

ROOT = Path(__file__).resolve().parents[2]
SERVICES = sorted(path.parent for path in ROOT.glob("services/*/service.py"))
LIBRARY = ("bangduan.events", "bangduan.domain", "bangduan.permissions")


def imports_of(path: Path) -> set[str]:
    """Names of the modules that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def is_pure(module: str, service: str) -> bool:
    """True for what a pure domain may import."""
    allowed = (*LIBRARY, f"services.{service}.domain", f"services.{service}.permissions")
    return module.partition(".")[0] in sys.stdlib_module_names or any(
        module == name or module.startswith(f"{name}.") for name in allowed
    )


def domain_files(service: Path) -> list[Path]:
    """The files of a service's domain, and who may do what in it."""
    return [
        *service.glob("domain.py"),
        *service.glob("domain/**/*.py"),
        *service.glob("permissions.py"),
    ]


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_a_domain_imports_only_the_standard_library_and_the_contract(service: Path) -> None:
    files = domain_files(service)
    assert files
    impure = {
        f"{file.relative_to(ROOT)}: {module}"
        for file in files
        for module in imports_of(file)
        if not is_pure(module, service.name)
    }
    assert not impure


def test_an_impure_import_would_be_noticed(tmp_path: Path) -> None:
    planted = tmp_path / "domain.py"
    planted.write_text("from sqlalchemy import select\nimport bangduan.store\nimport datetime\n")
    impure = {module for module in imports_of(planted) if not is_pure(module, "funds")}
    assert impure == {"sqlalchemy", "bangduan.store"}


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_every_service_has_the_same_rooms(service: Path) -> None:
    for room in ("api", "projections", "service"):
        assert (service / f"{room}.py").exists() or (service / room).is_dir(), room


def test_every_folder_is_an_installed_service_of_its_name() -> None:
    services = installed()
    assert set(services) >= {path.name for path in SERVICES}
    assert all(service.name == name for name, service in services.items())


@pytest.mark.parametrize("name", installed())
def test_every_command_and_policy_leads_somewhere(name: str) -> None:
    service = installed()[name]
    decided = service.aggregates_by_command()
    assert set(service.handlers) <= set(decided)
    for projection in service.projections:
        assert projection.handlers, projection.name
