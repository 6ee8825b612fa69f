"""ผังบัญชี: the accounts every fund starts with, as data.

A fund may open more. Contributions to a welfare fund are its income and not the member's
savings; a member's advance to a funeral-aid association is owed back until it is used, so it
is a liability and not income.
"""

from __future__ import annotations

from typing import Final

from bangduan.events.funds import Account
from bangduan.events.types import Line, Slug

CASH: Final = Slug("cash")
BANK: Final = Slug("bank")
MEMBER_SAVINGS: Final = Slug("member-savings")
GRANTS: Final = Slug("grants")
TRANSFERS_IN: Final = Slug("transfers-in")
TRANSFERS_OUT: Final = Slug("transfers-out")

STANDARD_CHART: Final[tuple[Account, ...]] = (
    Account(account=CASH, kind="asset", name=Line("เงินสด")),
    Account(account=BANK, kind="asset", name=Line("เงินฝากธนาคาร")),
    Account(account=Slug("loans-to-members"), kind="asset", name=Line("ลูกหนี้เงินกู้สมาชิก")),
    Account(account=MEMBER_SAVINGS, kind="liability", name=Line("เงินออมของสมาชิก"), source="own"),
    Account(
        account=Slug("member-advances"),
        kind="liability",
        name=Line("เงินสงเคราะห์รับล่วงหน้า"),
        source="own",
    ),
    Account(
        account=Slug("loans-from-outside"),
        kind="liability",
        name=Line("เงินกู้จากภายนอก"),
        source="outside",
    ),
    Account(account=Slug("brought-forward"), kind="equity", name=Line("ทุนยกมา")),
    Account(account=Slug("contributions"), kind="income", name=Line("เงินสมทบ"), source="own"),
    Account(account=Slug("earnings"), kind="income", name=Line("ดอกผลและรายได้"), source="own"),
    Account(account=GRANTS, kind="income", name=Line("เงินอุดหนุนจากภายนอก"), source="outside"),
    Account(account=TRANSFERS_IN, kind="income", name=Line("รับโอนจากกองทุนอื่น")),
    Account(account=TRANSFERS_OUT, kind="expense", name=Line("โอนให้กองทุนอื่น")),
    Account(account=Slug("project-costs"), kind="expense", name=Line("ค่าใช้จ่ายโครงการ")),
    Account(account=Slug("benefits"), kind="expense", name=Line("เงินสวัสดิการ")),
    Account(account=Slug("running-costs"), kind="expense", name=Line("ค่าใช้จ่ายดำเนินงาน")),
)
