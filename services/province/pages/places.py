"""พื้นที่ของจังหวัด: its districts and tambons, also those that do not report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bangduan.web.translate import pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Tambon:
    """ตำบล: a sub-district; names are Thai and English."""

    code: str
    name: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """อำเภอ: a district and its sub-districts, in the order of their codes."""

    code: str
    name: tuple[str, str]
    tambons: tuple[Tambon, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """จังหวัด: a province and its districts; without any where nobody has its code."""

    code: str
    name: tuple[str, str]
    districts: tuple[District, ...]

    def district_of(self, tambon: str) -> District | None:
        """The district whose code a tambon's begins with."""
        return next((d for d in self.districts if d.code == tambon[:4]), None)

    def name_of(self, tambon: str) -> tuple[str, str] | None:
        """What a tambon is called; None for a code nobody has."""
        district = self.district_of(tambon)
        found = (t.name for t in district.tambons if t.code == tambon) if district else iter(())
        return next(found, None)


def called(code: str, own: tuple[str, str] | None = None) -> str:
    """A tambon by its name and code, since names repeat; in the page's language.

    Args:
        own: Thai and English of a code nobody has.
    """
    both = province_of(code).name_of(code) or own
    return f"{pair(both)} {code}" if both else code


@lru_cache(maxsize=4)
def province_of(code: str) -> Province:
    """The province that a code of two, four or six digits lies in."""
    import geothai  # noqa: PLC0415 - brings the whole country, which only pages need

    found = geothai.province(code[:2])
    if found is None:
        return Province(code=code[:2], name=(code[:2], code[:2]), districts=())
    return Province(
        code=found.code,
        name=(found.name_th, found.name_en),
        districts=tuple(
            District(
                code=district.code,
                name=(district.name_th, district.name_en),
                tambons=tuple(
                    Tambon(code=tambon.code, name=(tambon.name_th, tambon.name_en))
                    for tambon in geothai.subdistricts(district.code)
                ),
            )
            for district in geothai.districts(found.code)
        ),
    )
