"""The event log on SQLAlchemy, with read tables, snapshots, personal-data keys beside it."""

from bangduan.store.database import Database, Interrupted, StoreUnavailable, Taken, open_database
from bangduan.store.keyring import Keyring
from bangduan.store.log import EventLog

__all__ = [
    "Database",
    "EventLog",
    "Interrupted",
    "Keyring",
    "StoreUnavailable",
    "Taken",
    "open_database",
]
