"""Who may do what with the reports: they are aggregated and small numbers are hidden."""

from __future__ import annotations

from typing import Final

from bangduan.permissions import PUBLIC, Permission

READ: Final[Permission] = PUBLIC
