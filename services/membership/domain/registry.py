"""What kinds of organisation and which offices every centre knows, as data.

Both registries are open: another kind is defined with ``DefineOrganisationKind`` or comes with an
installed service (``Service.organisation_kinds``); an office that is not here brings its own
names. Seats in the centre are None: no source lays them down
for a kind, so each centre sets them for each organisation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bangduan.events.membership import KindOfOrganisation

__all__ = ["KINDS", "OFFICES", "ROLES", "SOLE_ROLES", "Kind", "OfficeName"]

Kind = KindOfOrganisation


@dataclass(frozen=True, slots=True)
class OfficeName:
    """What an office is called."""

    thai: str
    english: str


#: Kinds of organisation that Bang Duan's centre brings together, in the order it names them.
KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        kind.kind: kind
        for kind in (
            Kind(
                "volunteer-development-leaders",
                "ผู้นำอาสาพัฒนาชุมชน (ผู้นำ อช.)",
                "Volunteer development leaders",
            ),
            Kind(
                "savings-group",
                "กลุ่มออมทรัพย์เพื่อการผลิต",
                "Savings group for production",
                holds_funds=True,
            ),
            Kind(
                "funeral-aid-association",
                "สมาคมฌาปนกิจสงเคราะห์",
                "Funeral-aid association",
                holds_funds=True,
            ),
            Kind(
                "welfare-fund",
                "กองทุนสวัสดิการชุมชน",
                "Community welfare fund",
                holds_funds=True,
            ),
            Kind("village-fund", "กองทุนหมู่บ้าน", "Village fund", holds_funds=True),
            Kind(
                "poverty-alleviation-fund",
                "กองทุนแก้ไขปัญหาความยากจน (กข.คจ.)",
                "Poverty-alleviation fund",
                holds_funds=True,
            ),
            Kind("producer-group", "กลุ่มผลิตภัณฑ์ชุมชน", "Producer group"),
            Kind("health-volunteers", "อาสาสมัครสาธารณสุข (อสม.)", "Health volunteers"),
            Kind("village-committee", "คณะกรรมการหมู่บ้าน (กม.)", "Village committee"),
            Kind("council-members", "สมาชิกสภาตำบล", "Council members"),
            Kind("sao", "องค์การบริหารส่วนตำบล (อบต.)", "Sub-district administrative organisation"),
            Kind("womens-group", "กลุ่มสตรี", "Women's group"),
            Kind(
                "agricultural-innovation-group",
                "กลุ่มเกษตรนวัตกรรม",
                "Agricultural-innovation group",
            ),
            Kind(
                "community-finance-institution",
                "สถาบันการจัดการเงินทุนชุมชน",
                "Community finance institution",
                holds_funds=True,
            ),
            Kind(
                "power-plant-fund",
                "กองทุนพัฒนาชุมชนในพื้นที่รอบโรงไฟฟ้า",
                "Power-plant community development fund",
                location="outside",
            ),
            Kind("other-inside", "องค์กรอื่นในตำบล", "Other organisation of the tambon"),
            Kind(
                "other-outside",
                "องค์กรอื่นนอกตำบล",
                "Other organisation from outside",
                location="outside",
            ),
        )
    }
)

#: Offices that the story of a centre speaks of.
OFFICES: Final[Mapping[str, OfficeName]] = MappingProxyType(
    {
        "cd-officer": OfficeName("พัฒนากร", "Community-development officer"),
        "tambon-headman": OfficeName("กำนัน", "Tambon headman"),
        "village-head": OfficeName("ผู้ใหญ่บ้าน", "Village head"),
        "sao-chief-executive": OfficeName("นายกองค์การบริหารส่วนตำบล", "SAO chief executive"),
        "council-chair": OfficeName("ประธานสภาตำบล", "Council chair"),
        "centre-chair": OfficeName("ประธาน ศอช.ต.", "Centre chair"),
    }
)

#: Roles that one person at a time holds in an organisation.
SOLE_ROLES: Final = frozenset({"chair", "secretary", "treasurer"})

#: Roles in which people lead an organisation.
ROLES: Final[Mapping[str, OfficeName]] = MappingProxyType(
    {
        "chair": OfficeName("ประธาน", "Chair"),
        "vice-chair": OfficeName("รองประธาน", "Vice-chair"),
        "secretary": OfficeName("เลขานุการ", "Secretary"),
        "assistant-secretary": OfficeName("ผู้ช่วยเลขานุการ", "Assistant secretary"),
        "treasurer": OfficeName("เหรัญญิก", "Treasurer"),
        "registrar": OfficeName("นายทะเบียน", "Registrar"),
        "public-relations": OfficeName("ประชาสัมพันธ์", "Public relations"),
        "committee-member": OfficeName("กรรมการ", "Committee member"),
        "adviser": OfficeName("ที่ปรึกษา", "Adviser"),
    }
)
