"""What a request says of itself."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import request

from services.accounts.signing_in import From


def source() -> From:
    """Where this request comes from."""
    return From(request.remote_addr or "unknown", request.headers.get("User-Agent"))


def now_text() -> str:
    """Now, as read tables hold times."""
    return datetime.now(UTC).isoformat()
