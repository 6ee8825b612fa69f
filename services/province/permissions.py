"""Who may do what in the province: all it holds was published by its sites."""

from __future__ import annotations

from typing import Final

from bangduan.permissions import PUBLIC, Permission

READ: Final[Permission] = PUBLIC
