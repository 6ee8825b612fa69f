"""Where each service of a site keeps what it knows: one answer for every verb that looks there.

Under ``bangduan up`` the site lies in ``DATA`` and its province in ``DATA/province``, with a
keyring and a code of its own. Everywhere else the settings say it all.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy

from bangduan.errors import BangDuanError, ConfigurationError
from bangduan.events.envelope import source_name
from bangduan.service import installed, named
from bangduan.settings import PROVINCE_SUFFIX, Settings
from bangduan.store import Database, EventLog, StoreUnavailable
from bangduan.store.database import open_existing
from bangduan.store.keyring import StillSealed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bangduan.permissions import Scope
    from bangduan.service import Service

PROVINCE: Final = "province"
_EVERYWHERE: Final = "everywhere"
_BESIDE: Final = f"@{PROVINCE}"
_SERVICE: Final = "{service}"
_FORMS: Final = "sqlite:///… หรือ postgresql+psycopg2://…"
_USE: Final = "use sqlite:///… or postgresql+psycopg2://…"
_DEFAULT_URLS: Final = {
    field.name: field.default
    for field in dataclasses.fields(Settings)
    if field.name in {"database", "keyring"}
}


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """One service and where it keeps its database and its keyring.

    Attributes:
        beside: it is the province's under ``up``, and the site beside it has one of that name.
    """

    service: Service
    settings: Settings
    beside: bool = False

    @property
    def name(self) -> str:
        """The service's name; of the province's own accounts under ``up`` ``accounts@province``."""
        return f"{self.service.name}{_BESIDE}" if self.beside else self.service.name

    @property
    def scope(self) -> Scope:
        """Whose it is: a site's or a province's."""
        return self.service.scope_at(self.settings)

    @property
    def source(self) -> str:
        """What its events give as their source."""
        return source_name(self.settings.tambon, self.service.name)

    @property
    def url(self) -> str:
        """URL of its database.

        Raises:
            ConfigurationError: the settings make no URL.
        """
        return _checked("BANGDUAN_DATABASE", lambda: self.settings.database_url(self.service.name))

    @property
    def keyring_url(self) -> str:
        """URL of its keyring; ConfigurationError as above."""
        return _checked("BANGDUAN_KEYRING", lambda: self.settings.keyring_url)

    def open(self) -> Database | None:
        """Its database as it stands, None when there is none yet; the caller closes it.

        Raises:
            StoreUnavailable: it does not answer; the message says what to look at.
        """
        try:
            return open_existing(self.url)
        except StoreUnavailable as error:
            if not self.service.runs_at(self.settings.scope):
                # a site's server need not have the databases of a province, nor the other way round
                return None
            raise unreachable(self.name, self.url, error) from error

    def require(self) -> Database:
        """As ``open``; when there is none, an error that says where it was looked for."""
        database = self.open()
        if database is None:
            shown = hidden(self.url)
            msg = (
                f"{self.name} has no database at {shown} yet. Start it once, or say where it is "
                "with --data or BANGDUAN_DATABASE."
            )
            thai = (
                f"ยังไม่มีฐานข้อมูลของ {self.name} ที่ {shown} โปรดเริ่มบริการก่อนหนึ่งครั้ง "
                "หรือระบุที่อยู่ด้วย --data หรือ BANGDUAN_DATABASE"
            )
            raise StoreUnavailable(msg, thai)
        return database


def places(settings: Settings, names: Iterable[str] = ()) -> tuple[Place, ...]:
    """The places of these services, or of all that the settings speak of.

    Raises:
        ConfigurationError: no such service, or the settings name one database for several.
    """
    _installed()
    asked = tuple(dict.fromkeys(names))
    beside = _beside(settings, asked)
    if not asked:
        services = list(installed().values())
        if _SERVICE not in settings.database and len(services) > 1:
            services = [_only_one(services, settings, asked)]
        return (*(Place(each, _settings_of(each, settings)) for each in services), *beside.values())
    services = [named(name) for name in asked if name not in beside]
    if _SERVICE not in settings.database and len(services) > 1:
        services = [_only_one(services, settings, asked)]
    own = {each.name: Place(each, _settings_of(each, settings)) for each in services}
    known = {**own, **beside}
    return tuple(known[name] for name in asked if name in known)


def place_of_source(settings: Settings, tambon: str, name: str) -> Place | None:
    """The place of a source that somebody subscribes to, None when it is not among ours."""
    if _SERVICE not in settings.database or name not in _installed():
        return None
    found = (*places(settings, (name,)), *_beside(settings).values())
    source = source_name(tambon, name)
    return next((place for place in found if place.source == source), None)


def looked_at(database: Database) -> EventLog:
    """The log of a database, for looking at it."""
    return EventLog(database, StillSealed())


def hidden(url: str) -> str:
    """A database URL that may be shown: without its password."""
    return sqlalchemy.make_url(url).render_as_string(hide_password=True)


def unreachable(name: str, url: str, error: Exception) -> StoreUnavailable:
    """What to tell of a database that does not answer, or does not let us in."""
    shown, why = hidden(url), str(error).strip().replace("\n", " ")
    return StoreUnavailable(
        f"The database of {name} cannot be opened ({shown}): {why}. Check that its server runs, "
        "and the host, user, password and name in the URL.",
        f"เปิดฐานข้อมูลของ {name} ไม่ได้ ({shown}) โปรดตรวจสอบว่าเซิร์ฟเวอร์ฐานข้อมูลทำงานอยู่ "
        "และที่อยู่ ชื่อผู้ใช้ รหัสผ่าน กับชื่อฐานข้อมูลใน URL ถูกต้อง",
    )


def _installed() -> dict[str, Service]:
    try:
        return installed()
    except BangDuanError:
        raise
    except Exception as error:
        # whatever a service's module does when it is imported
        raise ConfigurationError(
            f"An installed service cannot be loaded: {error!r}. Install it again, or remove it.",
            f"โหลดบริการที่ติดตั้งไว้ไม่ได้: {error!r} โปรดติดตั้งใหม่หรือถอนออก",
        ) from error


def _only_one(services: list[Service], settings: Settings, asked: tuple[str, ...]) -> Service:
    """The service whose the one database is: a site's own containers name it after the service."""
    url = sqlalchemy.make_url(_checked("BANGDUAN_DATABASE", lambda: settings.database_url("")))
    # beside a site's own, a province's accounts have the database province_accounts
    name = Path(url.database or "").stem
    for service in services:
        if not asked and service.name in {name, name.removeprefix("province_")}:
            return service
    msg = (
        "BANGDUAN_DATABASE names one database, but every service has its own. Name one service, "
        f"or write {_SERVICE} where its name belongs in the URL."
    )
    thai = (
        "BANGDUAN_DATABASE ระบุฐานข้อมูลเดียว แต่แต่ละบริการมีฐานข้อมูลของตนเอง "
        f"โปรดระบุชื่อบริการเดียว หรือเขียน {_SERVICE} แทนชื่อบริการใน URL"
    )
    raise ConfigurationError(msg, thai)


def province_beside(settings: Settings) -> Settings:
    """Settings of the province that ``up`` runs beside a site."""
    return dataclasses.replace(
        settings,
        data=settings.data / PROVINCE,
        tambon=settings.tambon[:2] + PROVINCE_SUFFIX,
        sites=settings.sites or (settings.tambon,),
        # what it reads of a site that is made up is made up
        simulated=settings.holds_simulated,
    )


def _beside(settings: Settings, asked: Sequence[str] = ()) -> dict[str, Place]:
    """What the province under ``up`` has of services that the site has too, by name.

    Args:
        asked: names of those that need not be there yet, as when they are restored.
    """
    if settings.scope == PROVINCE or not _is_embedded(settings):
        return {}
    found = (
        Place(service, province_beside(settings), beside=True)
        for service in installed().values()
        if service.scope == _EVERYWHERE
    )
    return {place.name: place for place in found if place.name in asked or _file_of(place).exists()}


def _is_embedded(settings: Settings) -> bool:
    return all(getattr(settings, name) == default for name, default in _DEFAULT_URLS.items())


def _file_of(place: Place) -> Path:
    return Path(sqlalchemy.make_url(place.url).database or "")


def _settings_of(service: Service, settings: Settings) -> Settings:
    """The settings as one service has them: ``up`` keeps the province in a folder of its own."""
    if service.scope != PROVINCE or not _is_embedded(settings):
        return settings
    under_up = province_beside(settings)
    # a province that ``serve`` ran lies in the folder itself
    served, embedded = (_file_of(Place(service, each)) for each in (settings, under_up))
    return settings if served.exists() and not embedded.exists() else under_up


def _checked(variable: str, url: Callable[[], str]) -> str:
    try:
        found = url()
        backend = sqlalchemy.make_url(found).get_backend_name()
    except (KeyError, IndexError, ValueError, sqlalchemy.exc.ArgumentError) as error:
        msg = f"{variable} is no URL of a database ({error}); {_USE}."
        raise ConfigurationError(msg, f"{variable} ไม่ใช่ URL ของฐานข้อมูล ให้ใช้ {_FORMS}") from None
    if backend not in {"sqlite", "postgresql"}:
        msg = f"{variable} names {backend!r}; {_USE}."
        raise ConfigurationError(msg, f"{variable} ระบุ {backend!r} ให้ใช้ {_FORMS}")
    return found
