"""Words of the pages: catalogues of a service and of the library, in Thai and English.

    {{ _("People") }}                     a text, written in English and looked up
    {{ field_label("founded_on") }}       what a field is called
    {{ value_label("passed") }}           what a value is called
    {{ event_label("PersonRegistered") }} what happened
    {{ command_label(RegisterPerson) }}   what one can do

A word is looked up in the catalogue of the service whose page it is, then in the library's. One
that neither knows is made readable; ``python -m bangduan.web.translate check`` names it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from flask import has_request_context, request
from flask_babel import Babel, Domain, get_locale, get_translations

from bangduan.permissions import ROLE_NAMES
from bangduan.web.translate.catalogues import LANGUAGES, translations
from bangduan.web.translate.names import NAMES

if TYPE_CHECKING:
    from babel.support import NullTranslations
    from flask import Flask, Response

    from bangduan.permissions import Role

__all__ = [
    "COOKIE",
    "LANGUAGES",
    "Language",
    "command_label",
    "event_label",
    "field_label",
    "gettext",
    "gettext_of",
    "install",
    "language",
    "ngettext",
    "npgettext",
    "pair",
    "pgettext",
    "readable",
    "value_label",
]

Language = Literal["th", "en"]

#: The cookie that remembers which language somebody reads.
COOKIE: Final = "bangduan_language"
_YEAR_SECONDS: Final = 365 * 86_400
_CAPITAL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class _Words(Domain):
    """The catalogues of one service, compiled from their source when first asked for."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self.service = service

    def get_translations(self) -> NullTranslations:
        """The service's words in the language of this request, the library's behind them."""
        return translations(self.service, str(get_locale() or "th"))


class _Babel(Babel):
    """Flask-Babel with our catalogues."""

    def __init__(self, app: Flask, service: str) -> None:
        self._words = _Words(service)
        super().__init__(app, default_locale="th", locale_selector=language)

    @property
    def domain_instance(self) -> _Words:
        """The catalogues of the service."""
        return self._words


def install(app: Flask, service: str) -> None:
    """Give an application the words of ``service``; its pages remember a chosen language."""
    _Babel(app, service)
    app.jinja_env.globals.update(
        _=gettext,
        gettext=gettext,
        ngettext=ngettext,
        pgettext=pgettext,
        npgettext=npgettext,
        field_label=field_label,
        value_label=value_label,
        event_label=event_label,
        command_label=command_label,
        language=language,
        pair=pair,
    )
    app.jinja_env.filters.update(value_label=value_label, field_label=field_label)
    app.after_request(_remember)


def language() -> Language:
    """The language of this request: ``?lang=``, else what was chosen before, else Thai."""
    if has_request_context():
        for said in (request.args.get("lang"), request.cookies.get(COOKIE)):
            if said in LANGUAGES:
                return cast("Language", said)
    return "th"


def gettext(message: str, **variables: Any) -> str:
    """A text in the request's language; ``%(name)s`` in it stands for a variable."""
    return _filled(_catalogue().gettext(message), variables)


def gettext_of(service: str, message: str) -> str:
    """A text of another service, as a title in the navigation, in the request's language."""
    return translations(service, _language()).gettext(message)


def ngettext(one: str, several: str, number: int, **variables: Any) -> str:
    """A text that counts; ``%(num)s`` in it is the number."""
    said = _catalogue().ngettext(one, several, number)
    return _filled(said, {"num": f"{number:,}", **variables})


def pgettext(context: str, message: str, **variables: Any) -> str:
    """As ``gettext``, for a word that means different things in different contexts."""
    return _filled(_said(context, message) or message, variables)


def npgettext(context: str, one: str, several: str, number: int, **variables: Any) -> str:
    """As ``ngettext``, within a context."""
    said = _catalogue().npgettext(context, one, several, number)
    return _filled(str(said), {"num": f"{number:,}", **variables})


def field_label(name: str) -> str:
    """What a field of a form or a record is called."""
    return _said("field", name) or readable(name)


def value_label(value: object) -> str:
    """What one of a few values, a role or a well-known stable name is called."""
    word = str(value)
    said = _said("value", word)
    if said is not None:
        return said
    both = NAMES.get(word) or ROLE_NAMES.get(cast("Role", word))
    return pair(both) if both else readable(word)


def event_label(name: str) -> str:
    """What an event of this name tells of, for a history."""
    return _said("event", name) or readable(name)


def command_label(command: type | str) -> str:
    """What a command does, for its button and the heading of its form."""
    name = command if isinstance(command, str) else command.__name__
    return _said("command", name) or readable(name)


def pair(both: tuple[str, str]) -> str:
    """Whichever of (Thai, English) is the request's."""
    return both[1] if _language() == "en" else both[0]


def readable(name: str) -> str:
    """A name of code as words: ``founded_on`` is ``Founded on``."""
    words = _CAPITAL.sub(" ", name).replace("_", " ").replace("-", " ").strip()
    kept = words if words.isupper() else words.lower()
    return kept[:1].upper() + kept[1:]


def _language() -> str:
    return str(get_locale() or "th")


def _catalogue() -> Any:
    return get_translations()


def _said(context: str, word: str) -> str | None:
    """The word in its context, None where no catalogue has it."""
    said = str(_catalogue().pgettext(context, word))
    return None if said == word else said


def _filled(said: str, variables: dict[str, Any]) -> str:
    return said % variables if variables else said


def _remember(response: Response) -> Response:
    """Keep the language that was asked for, for the pages that follow."""
    said = request.args.get("lang")
    if said in LANGUAGES and request.cookies.get(COOKIE) != said:
        response.set_cookie(
            COOKIE, said, max_age=_YEAR_SECONDS, httponly=True, samesite="Lax",
            secure=request.is_secure,
        )  # fmt: skip
    return response
