"""What is said of a file or a cell that cannot be taken, in both languages, with what to do."""

from __future__ import annotations

import dataclasses

from bangduan.errors import BangDuanError


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """One message in English and in Thai."""

    en: str
    th: str

    def to(self, language: str) -> str:
        """The message in ``th`` or ``en``."""
        return self.en if language == "en" else self.th


class Unclear(ValueError):
    """A cell that cannot be read; ``said`` tells what to do about it."""

    def __init__(self, en: str, th: str) -> None:
        super().__init__(en)
        self.said = Said(en, th)


class UnreadableFile(BangDuanError):
    """A file that is no register we can read; the message says how to save it anew."""
