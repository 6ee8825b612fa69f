"""Backups: every database of a site and its keyring in one file, and back again.

Guarantees
    * each database in it is whole as of one moment, taken while the services run, all within
      moments of one another;
    * the file is complete or not there, and says of each part what it must be;
    * a restore that fails leaves everything as it was; what it replaces is kept aside;
    * after a restore every log begins a new epoch, so subscribers that had read on notice;
    * a person erased here, or by the time of the backup, stays erased.
Not guaranteed: that no subscriber's database is moments ahead of its source's. After a restore
it then notices, sets what it held aside and reads the source anew.

A sealed backup (``sealing``) is read only by who holds its key or knows its passphrase, and takes
the site's keys and certificates along (``files``). One with the keyring opens what it holds: keep
it as briefly as an erasure may take to be final everywhere, and keep for years only those without
keys.
"""

from bangduan.store.backup.archive import Manifest
from bangduan.store.backup.errors import BackupRefused, BackupUnusable
from bangduan.store.backup.parts import Part
from bangduan.store.backup.restoring import Restored, restore, unpacked
from bangduan.store.backup.taking import take

__all__ = [
    "BackupRefused",
    "BackupUnusable",
    "Manifest",
    "Part",
    "Restored",
    "restore",
    "take",
    "unpacked",
]
