"""ผู้นำองค์กร: who leads an organisation in which role, and when nobody else can."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bangduan.domain import Rule
from services.membership.domain.registry import SOLE_ROLES
from services.membership.domain.term import Term, overlapping

LEADS_ONCE = Rule(
    "leader-already-in-role",
    en="This person holds the role {role} in those days already. End that term first.",
    th="บุคคลนี้ดำรงตำแหน่ง {role} ในช่วงเวลานั้นอยู่แล้ว โปรดบันทึกการพ้นตำแหน่งก่อน",
    field="person_id",
)
LEADS = Rule(
    "leader-not-in-role",
    en="This person does not hold the role {role} now.",
    th="บุคคลนี้ไม่ได้ดำรงตำแหน่ง {role} อยู่ในขณะนี้",
    field="person_id",
)
ROLE_IS_FREE = Rule(
    "leader-role-taken",
    en="Somebody else holds the role {role} in those days. End that term first.",
    th="มีผู้ดำรงตำแหน่ง {role} ในช่วงเวลานั้นอยู่แล้ว โปรดบันทึกการพ้นตำแหน่งของผู้เดิมก่อน",
    field="role",
)


@dataclass(frozen=True, slots=True)
class Leadership:
    """Somebody leads; ``over`` once that was recorded to have ended."""

    person_id: str
    role: str
    term: Term
    over: bool = False

    def may_go_on(self, term: Term) -> bool:
        """True when it may still last, or did last, in the days of ``term``."""
        return not self.over and (self.term.ends is None or self.term.overlaps(term))


def is_free(role: str, term: Term, leaders: Iterable[Leadership]) -> bool:
    """True unless the role is one person's and somebody certainly held it on a day of ``term``."""
    if role not in SOLE_ROLES:
        return True
    return overlapping(term, (each.term for each in leaders if each.role == role)) is None


def is_vacant(role: str, leaders: Iterable[Leadership]) -> bool:
    """True when somebody more may take the role now: nobody is in it, or several may be."""
    return role not in SOLE_ROLES or all(each.over or each.role != role for each in leaders)
