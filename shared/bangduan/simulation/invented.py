"""บุคคลสมมติ: people who never were, so that nobody can be taken for somebody.

A name is put together from syllables and always marked ``(สมมติ)``. A national ID has a right
check digit, so that it is taken, and begins with 9, which is no category of the Department of
Provincial Administration: 1 to 8 are citizens' and 0 is given to people without a registered
status. A telephone number begins with 00, the way out of the country, so that nobody answers.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from bangduan.simulation.chance import Chance

MARK: Final = "(สมมติ)"

_BEGINNINGS: Final = (
    "สม", "วิ", "ประ", "สุ", "พร", "อร", "นิ", "กาญ", "จัน", "ชล", "ธน", "ปรี", "มณี", "รัต",
    "ศิริ", "อัม", "บุญ", "ทอง", "แก้ว", "ดวง", "เพ็ญ", "สาย", "อุ", "ภา", "ณัฐ", "กิต", "วร",
)  # fmt: skip
_ENDINGS: Final = {
    "male": ("ชัย", "ศักดิ์", "พงษ์", "เดช", "ชาติ", "วัฒน์", "พล", "ชาญ", "รงค์", "ยุทธ", "กร", "ภพ"),
    "female": ("พร", "ศรี", "ณี", "ลักษณ์", "ดา", "รัตน์", "วรรณ", "มาศ", "จิตต์", "นภา", "ใจ", "ลี"),
}
_FAMILIES: Final = (
    "รุ่งเรือง", "เจริญ", "ทรัพย์", "มั่นคง", "สุข", "แสง", "ทอง", "บาง", "ศรี", "วงศ์", "พันธุ์", "ชล",
    "นาค", "บุญ", "คง", "ใจ", "ดี", "งาม", "เพชร", "พิมาน", "สวัสดิ์", "อุดม", "ธารา", "สมุทร",
)  # fmt: skip
_NEVER_ISSUED: Final = "9"
_NOBODY_ANSWERS: Final = "00"
_OFFSET: Final = 543

Sex = Literal["male", "female"]


@dataclasses.dataclass(slots=True)
class Invented:
    """Somebody who never was; personal fields are None where the register knows nothing.

    Attributes:
        village: eight digits.
        there: lives in the tambon and can take something up.
    """

    id: str
    name: str
    title: str
    sex: Sex
    village: str
    birth_year: int | None = None
    national_id: str | None = None
    phone: str | None = None
    address: str | None = None
    there: bool = True

    @property
    def secrets(self) -> tuple[str, ...]:
        """Everything about this person that must not leave the site."""
        bare = self.name.removesuffix(MARK).strip()
        known = (bare, self.national_id, self.phone, self.address)
        return tuple(text for text in known if text)


def somebody(id: str, village: str, year: int, chance: Chance) -> Invented:
    """An invented grown-up.

    Args:
        id: of the person.
        village: eight digits.
        year: CE, in which the person is at least twenty years old.
    """
    sex: Sex = "female" if chance.yes(0.54) else "male"
    ages = chance.around(20, 46, 84)
    title = "นาย" if sex == "male" else chance.one(("นาง", "นางสาว"))
    house = f"{chance.between(1, 299)}/{chance.between(1, 40)}"
    return Invented(
        id=id,
        name=name_of(sex, chance),
        title=title,
        sex=sex,
        village=village,
        birth_year=year + _OFFSET - int(ages) if chance.yes(0.7) else None,
        national_id=national_id(chance) if chance.yes(0.35) else None,
        phone=phone(chance) if chance.yes(0.5) else None,
        address=f"บ้านเลขที่ {house} หมู่ที่ {int(village[-2:])} {MARK}" if chance.yes(0.4) else None,
    )


def name_of(sex: Sex, chance: Chance) -> str:
    """Given name and surname, marked as invented."""
    given = chance.one(_BEGINNINGS) + chance.one(_ENDINGS[sex])
    family = "".join(chance.some(_FAMILIES, chance.between(2, 3)))
    return f"{given} {family} {MARK}"


def national_id(chance: Chance) -> str:
    """Thirteen digits that check, of a category nobody was ever given."""
    digits = _NEVER_ISSUED + "".join(str(chance.between(0, 9)) for _ in range(11))
    weighted = sum(
        int(digit) * weight for digit, weight in zip(digits, range(13, 1, -1), strict=True)
    )
    return f"{digits}{(11 - weighted % 11) % 10}"


def phone(chance: Chance) -> str:
    """Ten digits that no telephone has."""
    return _NOBODY_ANSWERS + "".join(str(chance.between(0, 9)) for _ in range(8))
