"""The JSON resources of the province, filled by the modules beside this one."""

from __future__ import annotations

from typing import Final

from bangduan.web.api import Api

API: Final = Api("province")
