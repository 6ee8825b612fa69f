"""จังหวัดมีข้อมูลใหม่กว่า: the province has read more of this site's reports than its log holds.

That is so after a restore from an older backup. The province takes nothing new in until an officer
there has decided; at the site it is said to everybody who may act on it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bangduan.days import BANGKOK
from bangduan.messaging.diverging import diverged_answers
from bangduan.web.layout import Words
from bangduan.web.translate import gettext, language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bangduan.application import Application


def warnings(application: Application) -> Sequence[str]:
    """What to tell, in the reader's language; nothing where the log holds what was read of it."""
    elsewhere = [
        told
        for told in diverged_answers(application.database)
        if not told.queue.startswith(f"{application.tambon}.")
    ]
    if not elsewhere:
        return ()
    first = datetime.fromisoformat(min(told.first_at for told in elsewhere))
    return (
        gettext(
            "Since %(day)s the province takes no figures in: it has read reports that this site "
            "no longer holds, as after a restore from an older backup. If there is a newer "
            "backup, restore it. If not, record again what is missing, and tell the province's "
            "officer, who then accepts the restored record.",
            day=Words(language()).day(first.astimezone(BANGKOK).date()),
        ),
    )
