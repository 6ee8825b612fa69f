"""What every answer of a service carries: what a browser may do with it, and how it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import g, request
from flask_compress import Compress

from bangduan.access import Identity

if TYPE_CHECKING:
    from flask import Flask, Response

#: Nothing comes from another host, nothing is written into a page but by a file of ours.
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_TRANSPORT: Final = "max-age=31536000"
#: Not JSON: an ETag there is a stream's version and must reach the client as it is.
_COMPRESSED: Final = ("text/html", "text/css", "text/javascript", "image/svg+xml")


def install(app: Flask) -> None:
    """Have every answer of ``app`` carry them."""
    app.config.update(COMPRESS_MIMETYPES=list(_COMPRESSED), COMPRESS_ALGORITHM=["gzip"])
    app.after_request(_harden)
    Compress(app)


def _harden(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", _TRANSPORT)
    if isinstance(g.get("asked"), Identity):
        # what one person may see stays in no cache that another may look into
        response.headers.setdefault("Cache-Control", "no-store")
    elif response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "no-cache")
        response.vary.add("Cookie")
    return response
