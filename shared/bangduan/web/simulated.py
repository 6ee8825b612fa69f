"""ข้อมูลจำลอง: what is made up says so, on every page (its frame does) and in the name of files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from flask import Flask, Response

    from bangduan.settings import Settings

#: Programs that read the API see it here.
HEADER: Final = "Bangduan-Data"
SAID: Final = "simulated"
_FILENAME: Final = re.compile(r"""(filename=\"?|filename\*=[\w-]+'[\w-]*')""")


def install(app: Flask, settings: Settings) -> None:
    """Have the answers of ``app`` say so, if what is recorded here is made up."""

    def say(response: Response) -> Response:
        if settings.holds_simulated:
            response.headers[HEADER] = SAID
            named = response.headers.get("Content-Disposition")
            if named is not None:
                response.headers["Content-Disposition"] = _FILENAME.sub(rf"\g<1>{SAID}-", named)
        return response

    app.after_request(say)
