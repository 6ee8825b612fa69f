"""Settings that are secrets: given in files, so that no environment shows them.

Any ``BANGDUAN_X`` may be given as ``BANGDUAN_X_FILE``, a file that holds the value. Where X is a
URL, its password may be given alone, as ``BANGDUAN_X_PASSWORD`` or ``BANGDUAN_X_PASSWORD_FILE``.
What lists the environment of a container (``docker inspect``) then shows no secret.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from bangduan.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

_OURS: Final = "BANGDUAN_"
_FILE: Final = "_FILE"
_PASSWORD: Final = "_PASSWORD"  # noqa: S105 - the end of a variable's name


def revealed(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment with what its files hold in it, and the passwords in their URLs.

    Raises:
        ConfigurationError: a file cannot be read, something is given twice, or there is no URL
            that a password belongs to; the message names the variable.
    """
    values = {
        name: text
        for name, text in environment.items()
        if not (name.startswith(_OURS) and name.endswith(_FILE))
    }
    for name, path in environment.items():
        if name not in values and path:
            _once(values, name.removesuffix(_FILE), _content(name, Path(path)))
    for name in [each for each in values if each.startswith(_OURS) and each.endswith(_PASSWORD)]:
        password = values.pop(name)
        url = name.removesuffix(_PASSWORD)
        if password:
            values[url] = _with_password(url, values.get(url, ""), password)
    return values


def _once(values: dict[str, str], name: str, text: str) -> None:
    if values.get(name):
        msg = f"{name} and {name}{_FILE} are both set; keep one of them"
        raise ConfigurationError(msg)
    values[name] = text


def _content(name: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{name} names {path}, which cannot be read: {error}"
        raise ConfigurationError(msg) from error


def _with_password(name: str, url: str, password: str) -> str:
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    if not at or not user:
        msg = (
            f"{name}{_PASSWORD} is set, and {name} is no URL with a user, as in scheme://user@host/"
        )
        raise ConfigurationError(msg)
    if ":" in user:
        msg = f"{name} holds a password already; take it out, or unset {name}{_PASSWORD}"
        raise ConfigurationError(msg)
    return parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}").geturl()
