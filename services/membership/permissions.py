"""Who may do what with the register of members and organisations."""

from __future__ import annotations

from typing import Final

from bangduan.permissions import changes, sees

READ: Final = sees(
    "membership", "read",
    en="See people, organisations, offices and partners",
    th="ดูทะเบียนบุคคล องค์กร ตำแหน่ง และภาคี",
)  # fmt: skip
KEEP_PEOPLE: Final = changes(
    "membership", "keep-people", "administrator", "secretary", "cd_officer",
    en="Keep the register of people", th="จัดการทะเบียนบุคคล",
)  # fmt: skip
KEEP_ORGANISATIONS: Final = changes(
    "membership", "keep-organisations", "administrator", "chair", "secretary", "cd_officer",
    en="Keep the centre, its villages, organisations, committees and offices",
    th="จัดการข้อมูลศูนย์ หมู่บ้าน องค์กร คณะกรรมการ และตำแหน่ง",
)  # fmt: skip
KEEP_PARTNERS: Final = changes(
    "membership", "keep-partners", "administrator", "chair", "secretary", "cd_officer",
    en="Keep the directory of partners and what is asked of them",
    th="จัดการทะเบียนภาคีและคำขอรับการสนับสนุน",
)  # fmt: skip
ERASE_PEOPLE: Final = changes(
    "membership", "erase-people", "administrator",
    en="Erase a person for good", th="ลบข้อมูลส่วนบุคคลถาวร",
)  # fmt: skip
KEEP_CONSENTS: Final = changes(
    "membership", "keep-consents", "administrator", "secretary", "cd_officer",
    en="Record what people consent to", th="บันทึกความยินยอมของบุคคล",
)  # fmt: skip
KEEP_PRIVACY: Final = changes(
    "membership", "keep-privacy", "administrator", "cd_officer",
    en="Say why personal data is kept, and how long",
    th="กำหนดวัตถุประสงค์และระยะเวลาเก็บข้อมูลส่วนบุคคล",
)  # fmt: skip
