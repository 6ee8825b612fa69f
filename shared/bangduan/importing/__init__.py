"""Registers that offices kept in files, taken in: read, matched, tried, carried out.

A service declares what it takes in (``declared``); whoever has a file hands it in, sees what each
row would come to (``taking``), and lets it be carried out (``running``). Nothing here knows of the
web; ``bangduan.web.imports`` and ``bangduan import`` put pages and a command line before it.

Guarantees: a row is carried out once, whatever dies meanwhile; the same file again changes
nothing; the file lies sealed and its key is destroyed when it is removed.
Not guaranteed: that the whole file is taken or nothing; rows that are wrong are told and left out.
"""

from bangduan.importing.declared import Field, Given, Import, Imports, Judged, Known
from bangduan.importing.said import Said, Unclear, UnreadableFile

__all__ = [
    "Field",
    "Given",
    "Import",
    "Imports",
    "Judged",
    "Known",
    "Said",
    "Unclear",
    "UnreadableFile",
]
