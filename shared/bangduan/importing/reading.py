"""A register as an office keeps it, CSV or XLSX, read into rows of plain cells.

What is read is data and nothing else: a formula is never worked out, only what the spreadsheet
last showed is taken; a file that would grow beyond bounds when unpacked is refused before it is.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import itertools
import lzma
import warnings
import zipfile
import zlib
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from bangduan.importing.said import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

#: What a cell holds.
Cell = str | int | float | bool | date | None

MOST_BYTES: Final = 8_000_000
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 100
LONGEST_CELL: Final = 1_000
#: What a workbook may unpack to, bytes, and in how many parts.
_MOST_UNPACKED: Final = 120_000_000
_MOST_PARTS: Final = 2_000
#: After so many empty rows nothing more is expected.
_REST: Final = 2_000
_HEAD: Final = 4_096
_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: How a packed file says that it is broken, or packed in a way nobody here unpacks.
_TORN: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, ValueError,
    EOFError, OSError,
)  # fmt: skip
_SEPARATORS: Final = ",;\t|"


@dataclasses.dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file.

    Attributes:
        name: of the sheet in its workbook; empty for CSV.
        rows: every row down to the last one that holds anything, blank ones too, so that a row's
            number is the one the spreadsheet shows.
        others: names of the workbook's other sheets.
    """

    rows: tuple[tuple[Cell, ...], ...]
    name: str = ""
    others: tuple[str, ...] = ()


def read(
    content: bytes,
    sheet: str | None = None,
    likely: Callable[[tuple[tuple[Cell, ...], ...]], int] = len,
) -> Sheet:
    """The table in a file.

    Args:
        content: the file.
        sheet: name of the sheet wanted; the likeliest one when not given.
        likely: how much the rows of a sheet look like the register that is wanted.

    Raises:
        UnreadableFile: it is too large, of another kind, broken, or empty.
    """
    if len(content) > MOST_BYTES:
        mb = MOST_BYTES // 1_000_000
        raise UnreadableFile(
            f"The file is larger than {mb} MB. Divide it into several files.",
            f"ไฟล์ใหญ่เกิน {mb} เมกะไบต์ โปรดแบ่งเป็นหลายไฟล์",
        )
    if content.startswith(_OLD_WORKBOOK):
        raise UnreadableFile(
            "This is an old Excel file (.xls), or one with a password. Open it, take the "
            "password off, and save it as Excel Workbook (.xlsx).",
            "ไฟล์นี้เป็น Excel รุ่นเก่า (.xls) หรือมีรหัสผ่าน โปรดเปิดไฟล์ ยกเลิกรหัสผ่าน "
            "แล้วบันทึกเป็น Excel Workbook (.xlsx)",
        )
    found = _workbook(content, sheet, likely) if content.startswith(b"PK") else _csv(content)
    if not found.rows:
        raise UnreadableFile("The file holds no rows.", "ไฟล์นี้ไม่มีข้อมูล โปรดตรวจสอบว่าเลือกไฟล์ถูกต้อง")
    return found


# -- CSV -----------------------------------------------------------------------------------------


def _csv(content: bytes) -> Sheet:
    text = _decoded(content)
    if text.lstrip()[:9].lower().startswith(("<html", "<table", "<?xml", "<!doctype")):
        raise _another_kind()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    try:
        return Sheet(_bounded(reader))
    except csv.Error as error:
        raise UnreadableFile(
            f"Line {reader.line_num} of the file cannot be read ({error}). "
            "Open it in a spreadsheet and save it again.",
            f"อ่านไฟล์บรรทัดที่ {reader.line_num} ไม่ได้ โปรดเปิดด้วยโปรแกรมตารางแล้วบันทึกใหม่",
        ) from None


def _decoded(content: bytes) -> str:
    """The text: UTF-8, UTF-16 with its mark, or the Thai code page of Windows and TIS-620."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp874")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _another_kind()


def _another_kind() -> UnreadableFile:
    return UnreadableFile(
        "This is no CSV or Excel file that can be read. Save it as Excel Workbook (.xlsx) or as "
        "CSV UTF-8.",
        "ไฟล์นี้ไม่ใช่ CSV หรือ Excel ที่อ่านได้ โปรดบันทึกเป็น Excel Workbook (.xlsx) หรือ CSV UTF-8",
    )


def _separator(text: str) -> str:
    """What stands between cells: the sign that divides most lines most evenly."""
    lines = [line for line in text.splitlines()[:50] if line.strip()]

    def evenness(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        most = max(counts, default=0)
        return (sum(count == most for count in counts) if most else 0, most)

    return max(_SEPARATORS, key=evenness)


# -- XLSX ----------------------------------------------------------------------------------------


def _workbook(
    content: bytes, wanted: str | None, likely: Callable[[tuple[tuple[Cell, ...], ...]], int]
) -> Sheet:
    _refuse_bombs(content)
    import openpyxl  # noqa: PLC0415 (only who reads a workbook pays for it)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts that hold no cells
        try:
            book = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=True, keep_links=False
            )
        except Exception as error:  # whatever is wrong inside, to the user it is one thing
            raise _broken() from error
        try:
            return _chosen(book, wanted, likely)
        finally:
            book.close()


def _chosen(
    book: Any, wanted: str | None, likely: Callable[[tuple[tuple[Cell, ...], ...]], int]
) -> Sheet:
    """The sheet wanted, or the one whose first rows look most like the register."""
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if wanted is not None and wanted not in sheets:
        names = ", ".join(sheets)
        raise UnreadableFile(
            f"There is no sheet {wanted!r}. There are: {names}.",
            f"ไม่พบแผ่นงาน {wanted!r} ในไฟล์มี: {names}",
        )
    if not sheets:
        raise _broken()
    try:
        if wanted is None:
            heads = {name: _bounded(_cells(sheet), 60) for name, sheet in sheets.items()}
            wanted = max(heads, key=lambda name: likely(heads[name]))
        rows = _bounded(_cells(sheets[wanted]))
    except UnreadableFile:
        raise
    except Exception as error:  # as above: broken XML, a date that cannot be, …
        raise _broken() from error
    return Sheet(rows, wanted, tuple(name for name in sheets if name != wanted))


def _cells(sheet: Any) -> Iterator[tuple[Cell, ...]]:
    sheet.reset_dimensions()  # what a file says of its own size need not be so
    for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        yield tuple(_plain(value) for value in row)


def _plain(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, (str, bool, int, float, date)):
        return value
    return str(value)


def _refuse_bombs(content: bytes) -> None:
    """Refuse what would grow too large when unpacked, or brings entities of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED:
                raise UnreadableFile(
                    "The workbook is too large once unpacked. Keep only the sheet that is to be "
                    "imported, and divide it if it is long.",
                    "ไฟล์ Excel มีขนาดใหญ่เกินไปเมื่อเปิดออก โปรดเก็บไว้เฉพาะแผ่นงานที่จะนำเข้า "
                    "และแบ่งไฟล์หากข้อมูลยาว",
                )
            if "xl/workbook.xml" not in {part.filename for part in parts}:
                raise _another_kind()
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with packed.open(part) as file:
                        if b"<!DOCTYPE" in file.read(_HEAD):
                            raise _broken()
    except _TORN as error:
        raise _broken() from error


def _broken() -> UnreadableFile:
    return UnreadableFile(
        "The workbook is broken or not complete. Open it in a spreadsheet, save it as Excel "
        "Workbook (.xlsx), and send that.",
        "ไฟล์ Excel เสียหายหรือไม่สมบูรณ์ โปรดเปิดด้วยโปรแกรมตาราง บันทึกเป็น Excel Workbook (.xlsx) แล้วส่งใหม่",
    )


# -- both ----------------------------------------------------------------------------------------


def _bounded(
    rows: Iterable[Iterable[Cell]], most: int | None = None
) -> tuple[tuple[Cell, ...], ...]:
    """Rows down to the last that holds anything.

    Args:
        most: only so many; when not given all, and UnreadableFile beyond ``MOST_ROWS``.
    """
    found: list[tuple[Cell, ...]] = []
    filled = 0
    for number, row in enumerate(itertools.islice(rows, most), start=1):
        cells = tuple(_short(cell) for cell in itertools.islice(row, MOST_COLUMNS))
        while cells and cells[-1] is None:
            cells = cells[:-1]
        found.append(cells)
        if cells:
            filled = number
        elif number - filled > _REST:
            break
        if filled > MOST_ROWS:
            raise UnreadableFile(
                f"The file has more than {MOST_ROWS:,} rows. Divide it into several files.",
                f"ไฟล์มีมากกว่า {MOST_ROWS:,} แถว โปรดแบ่งเป็นหลายไฟล์",
            )
    return tuple(found[:filled])


def _short(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    return cell[:LONGEST_CELL] if cell.strip() else None
