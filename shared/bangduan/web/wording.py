"""What is said of a field that is not valid, in Thai; the English is marshmallow's and ours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What a message that is about no field is filed under.
WHOLE: Final = "body"

_THAI: Final = tuple(
    (re.compile(english, re.DOTALL), thai)
    for english, thai in (
        (r"Missing data for required field\.", r"ต้องระบุ"),
        (r"Unknown field\.", r"ไม่รู้จักช่องนี้"),
        (r"Field may not be null\.", r"ต้องระบุ จะเป็น null ไม่ได้"),
        (r"Invalid input type\.", r"ต้องเป็นอ็อบเจกต์ JSON"),
        (r"Not a valid (?:utf-8 )?string\.", r"ต้องเป็นข้อความ"),
        (r"Not a valid integer\.", r"ต้องเป็นจำนวนเต็ม"),
        (r"Not a valid boolean\.", r"ต้องเป็น true หรือ false"),
        (r"Not a valid list\.", r"ต้องเป็นรายการ"),
        (r"Not a valid date\.", r"ต้องเป็นวันที่ที่มีจริงแบบ ค.ศ. เช่น 2008-06-30"),
        (r"Not a valid (?:aware )?datetime\.", r"ต้องเป็นวันเวลาแบบ ค.ศ. เช่น 2008-06-30T09:00:00Z"),
        (r"Not a valid UUID\.", r"ต้องเป็นรหัส UUID"),
        (r"Write the UUID in lower case with dashes\.", r"เขียนรหัส UUID ด้วยตัวพิมพ์เล็กและมีขีดคั่น"),
        (r"Control characters are not allowed\.", r"ห้ามมีอักขระควบคุม"),
        (r"May not be blank\.", r"ต้องไม่ว่าง"),
        (r"There is no such day\.", r"ไม่มีวันที่นี้ในปฏิทิน"),
        (r"String does not match expected pattern\.", r"รูปแบบไม่ถูกต้อง"),
        (r"Must be one of: (.*)\.", r"ต้องเป็นค่าใดค่าหนึ่งในนี้: \1"),
        (r"Must be equal to (.*)\.", r"ต้องเป็น \1"),
        (r"Length must be between (\d+) and (\d+)\.", r"ต้องยาว \1 ถึง \2 ตัวอักษร"),
        (r"Shorter than minimum length (\d+)\.", r"ต้องยาวอย่างน้อย \1 ตัวอักษร"),
        (r"Longer than maximum length (\d+)\.", r"ต้องยาวไม่เกิน \1 ตัวอักษร"),
        (
            r"Must be greater than or equal to (\S+) and less than or equal to (\S+)\.",
            r"ต้องอยู่ระหว่าง \1 ถึง \2",
        ),
        (r"Must be greater than or equal to (\S+)\.", r"ต้องไม่น้อยกว่า \1"),
        (r"Must be less than or equal to (\S+)\.", r"ต้องไม่มากกว่า \1"),
    )
)


def in_thai(message: str) -> str:
    """A validation message in Thai; one we do not know stays as it is."""
    for english, thai in _THAI:
        found = english.fullmatch(message)
        if found is not None:
            return found.expand(thai)
    return message


def by_field(problems: Mapping[Any, Any], language: str) -> dict[str, list[str]]:
    """A tree of marshmallow's messages, flat: ``slips.0`` is the first of ``slips``.

    Args:
        language: ``th`` or ``en``.
    """
    found: dict[str, list[str]] = {}
    for name, message in _leaves(problems, ""):
        found.setdefault(name, []).append(message if language == "en" else in_thai(message))
    return found


def _leaves(problems: Any, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(problems, str):
        yield name or WHOLE, problems
    elif isinstance(problems, dict):
        for part, inner in problems.items():
            here = "" if part in ("_schema", "") else str(part)
            yield from _leaves(inner, ".".join(filter(None, (name, here))))
    else:
        for inner in problems:
            yield from _leaves(inner, name)
