"""What a password may be: long rather than odd, and none that everybody tries first."""

from __future__ import annotations

import unicodedata
from typing import Final

from bangduan.domain import Rule

SHORTEST: Final = 10
LONGEST: Final = 128

LONG_ENOUGH: Final = Rule(
    "password-length",
    en="A password has {shortest} to {longest} characters. A few words in a row make a good one.",
    th="รหัสผ่านต้องยาว {shortest} ถึง {longest} ตัวอักษร ใช้คำหลายคำต่อกันก็ได้",
    field="new_password",
)
NOT_THE_USERNAME: Final = Rule(
    "password-is-username",
    en="The password may not hold the username. Choose another.",
    th="รหัสผ่านต้องไม่มีชื่อผู้ใช้อยู่ในนั้น โปรดเลือกรหัสอื่น",
    field="new_password",
)
NOT_COMMON: Final = Rule(
    "password-is-common",
    en="This password is among the first that anybody tries. Choose another.",
    th="รหัสผ่านนี้เดาง่ายเกินไป โปรดเลือกรหัสอื่น",
    field="new_password",
)

#: What everybody tries first, folded and without blanks.
_COMMON: Final = frozenset(
    {
        "password",
        "password1",
        "password12",
        "password123",
        "password1234",
        "passw0rd123",
        "p@ssw0rd123",
        "1234567890",
        "0123456789",
        "0987654321",
        "9876543210",
        "12345678910",
        "123456789a",
        "1q2w3e4r5t",
        "qwertyuiop",
        "qwerty12345",
        "qwerty123456",
        "asdfghjkl;",
        "zxcvbnm,./",
        "qazwsxedc1",
        "1qaz2wsx3edc",
        "abcdefghij",
        "abcdefghijk",
        "abcd123456",
        "abc1234567",
        "iloveyou123",
        "iloveyou1234",
        "letmein1234",
        "welcome1234",
        "administrator",
        "administrator1",
        "admin12345",
        "admin123456",
        "changeme123",
        "changemenow",
        "thailand123",
        "bangkok1234",
        "samutprakan",
        "bangduan123",
        "bangduan1234",
        "bangduan2551",
        "110113110113",
        "รหัสผ่านรหัสผ่าน",
        "รหัสผ่าน1234",
        "สวัสดีครับผม",
        "สวัสดีประเทศไทย",
        "ประเทศไทย1234",
    }
)


def folded(text: str) -> str:
    """A username or password as it is compared: composed, without case, without blanks around."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()).strip()


def require_good(password: str, username: str) -> None:
    """Raise RuleBroken for a password that may not be chosen under this username."""
    LONG_ENOUGH.require(SHORTEST <= len(password) <= LONGEST, shortest=SHORTEST, longest=LONGEST)
    plain, name = folded(password), folded(username)
    NOT_THE_USERNAME.require(plain != name and not (len(name) >= 4 and _is_mostly(plain, name)))
    common = "".join(plain.split())
    NOT_COMMON.require(common not in _COMMON and len(set(common)) > 3)


def _is_mostly(plain: str, name: str) -> bool:
    """True when little but the username would be left to guess."""
    return name in plain and len(plain) - len(name) < 6
