"""ดำเนินการประชุม: one page from which a meeting is held while it goes on.

``state`` what the page shows · ``roll`` who may be checked in, and by what they are chosen ·
``sending`` a plain form read into one command · ``views`` the addresses. The same page keeps what
is typed while the line is down: its scripts lie in ``static/``.
"""
