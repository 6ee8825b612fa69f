"""Every error of the library, in one tree.

BangDuanError
├── DomainError
│   ├── RuleBroken          a rule of the group refuses the command
│   └── NotFound            the thing a command or query names does not exist
├── ContractError
│   ├── UnknownEventType    a name the registry does not know
│   ├── InvalidEvent        an event whose fields do not fit its definition
│   └── MalformedMessage    bytes on the wire that are no CloudEvent of ours
├── StoreError
│   ├── StaleVersion        somebody else appended first
│   ├── KeyReused           one idempotency key, two different commands
│   ├── AppendOnly          an attempt to change or delete what is recorded
│   └── Tampered            the hash chain of a stream does not hold
├── PersonForgotten         personal data of somebody whose key was destroyed
├── MessagingError          the broker refused or lost something
├── LinkRefused             a site and its province cannot be joined, and what is wrong
└── ConfigurationError      a setting that cannot work, and what to set instead

Each message says what to do; ids are inside. ``bangduan.web.problems`` maps the tree to HTTP.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class BangDuanError(Exception):
    """Root of the tree. ``th`` and ``en`` are what a person is shown."""

    def __init__(self, en: str, th: str | None = None) -> None:
        super().__init__(en)
        self.en = en
        self.th = th or en


class DomainError(BangDuanError):
    """The domain says no."""


class RuleBroken(DomainError):
    """A named rule refuses a command.

    ``rule`` is the rule's stable name (kebab case), ``facts`` the values its message shows,
    ``field`` the input it speaks of, if one.
    """

    def __init__(
        self, rule: str, en: str, th: str, facts: Mapping[str, object], field: str | None = None
    ) -> None:
        super().__init__(en, th)
        self.rule = rule
        self.facts = dict(facts)
        self.field = field


class NotFound(DomainError):
    """No ``kind`` with this ``id`` is recorded."""

    def __init__(self, kind: str, id: str, field: str | None = None) -> None:
        super().__init__(
            f"There is no {kind} {id}. Check the id, or register it first.",
            f"ไม่พบ {kind} รหัส {id} โปรดตรวจสอบรหัส หรือขึ้นทะเบียนก่อน",
        )
        self.kind = kind
        self.id = id
        self.field = field


class ContractError(BangDuanError):
    """Something does not fit the shared event schema."""


class UnknownEventType(ContractError):
    """The registry holds no event of this type; install the release that defines it."""

    def __init__(self, type: str) -> None:
        super().__init__(f"Unknown event type {type!r}; install the version that defines it.")
        self.type = type


class InvalidEvent(ContractError):
    """An event whose fields break its definition; ``problems`` names each field."""

    def __init__(self, type: str, problems: Mapping[str, object]) -> None:
        super().__init__(f"Event {type} is not valid: {dict(problems)}")
        self.type = type
        self.problems = dict(problems)


class MalformedMessage(ContractError):
    """Bytes that arrived on a queue and are no CloudEvent of this contract."""


class StoreError(BangDuanError):
    """The event log refuses."""


class StaleVersion(StoreError):
    """``stream`` was expected at ``expected`` but is at ``actual``: read again, decide again."""

    def __init__(self, stream: str, expected: int, actual: int) -> None:
        super().__init__(
            f"{stream} is at version {actual}, not {expected}: somebody changed it meanwhile. "
            "Read it again and repeat the change.",
            f"ข้อมูล {stream} ถูกแก้ไขไปแล้ว (รุ่น {actual} ไม่ใช่ {expected}) "
            "โปรดเปิดดูข้อมูลล่าสุดแล้วทำรายการใหม่",
        )
        self.stream = stream
        self.expected = expected
        self.actual = actual


class KeyReused(StoreError):
    """The idempotency key was used before, for another command."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"Idempotency key {key!r} was used for another command. Use a new key.",
            f"รหัสกันส่งซ้ำ {key!r} ถูกใช้กับรายการอื่นแล้ว โปรดใช้รหัสใหม่",
        )
        self.key = key


class AppendOnly(StoreError):
    """What is recorded cannot be changed or deleted; record a correction instead."""


class Tampered(StoreError):
    """The hash chain of ``stream`` breaks at ``version``."""

    def __init__(self, stream: str, version: int, what: str) -> None:
        super().__init__(f"{stream} version {version}: {what}")
        self.stream = stream
        self.version = version
        self.what = what


class PersonForgotten(BangDuanError):
    """The person's key was destroyed; nothing personal can be recorded under it again."""

    def __init__(self, subject: str) -> None:
        super().__init__(
            f"Person {subject} was erased; register a new person instead.",
            f"ข้อมูลบุคคล {subject} ถูกลบถาวรแล้ว โปรดขึ้นทะเบียนใหม่",
        )
        self.subject = subject


class MessagingError(BangDuanError):
    """The broker refused or lost something; the log still holds it."""


class LinkRefused(BangDuanError):
    """A site and its province cannot be joined; the message says what is wrong."""


class ConfigurationError(BangDuanError):
    """A setting that cannot work; the message says what to set."""
