"""What the parts of an agenda are called, as data."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bangduan.events.meetings import AgendaPart

#: The five parts of the official agenda (ระเบียบวาระ), in their order, in Thai and English.
AGENDA_PARTS: Final[Mapping[AgendaPart, tuple[str, str]]] = MappingProxyType(
    {
        "notices": ("เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ", "Notices from the chair"),
        "previous_minutes": ("รับรองรายงานการประชุม", "Adoption of the previous minutes"),
        "matters_arising": ("เรื่องสืบเนื่อง", "Matters arising"),
        "for_consideration": ("เรื่องเสนอเพื่อพิจารณา", "Matters for consideration"),
        "other": ("เรื่องอื่น ๆ", "Other business"),
    }
)

#: Themes of problems and plan lines. The first four are of meeting no. 1.
THEMES: Final = (
    "drugs",
    "environment",
    "poverty",
    "supplementary-income",
    "youth",
    "elders",
    "public-relations",
    "public-service",
)
#: Offices that call a meeting, open it or report to it.
OFFICES: Final = (
    "centre-chair",
    "tambon-headman",
    "village-head",
    "cd-officer",
    "sao-chief-executive",
    "council-chair",
)
