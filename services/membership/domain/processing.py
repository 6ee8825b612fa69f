"""การประมวลผลข้อมูลส่วนบุคคล: why data is kept (PDPA ม.39), and that a person's was handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bangduan.domain import Aggregate, Rule, command
from bangduan.events.membership import (
    LegalBasis,
    ProcessingDescribed,
    RecordExported,
    RecordFormat,
)
from bangduan.events.types import EntityId, Line, Prose, Slug
from services.membership.permissions import KEEP_PRIVACY

DESCRIBED_ANEW = Rule(
    "processing-description-same",
    en="The register says this already.",
    th="บันทึกรายการไว้เช่นนี้แล้ว",
    field="purpose",
)


@command(KEEP_PRIVACY)
class DescribeProcessing:
    """บันทึกรายการกิจกรรมการประมวลผล: purpose, legal basis, how long it is kept, who is given it."""

    activity: Slug
    purpose: Prose
    basis: LegalBasis
    retention: Line | None = None
    recipients: Line | None = None


@dataclass(frozen=True, slots=True)
class Processing:
    """State of one activity: what was last said of it."""

    said: ProcessingDescribed | None = None


def decide(state: Processing, command: DescribeProcessing) -> Sequence[object]:
    """What follows from ``command``; raises RuleBroken."""
    described = ProcessingDescribed(
        activity=command.activity,
        purpose=command.purpose,
        basis=command.basis,
        retention=command.retention,
        recipients=command.recipients,
    )
    DESCRIBED_ANEW.require(described != state.said)
    return [described]


def evolve(state: Processing, event: object) -> Processing:
    """The activity after ``event``."""
    return Processing(event) if isinstance(event, ProcessingDescribed) else state


PROCESSING = Aggregate(
    "processing",
    key="activity",
    initial=Processing(),
    decide=decide,
    evolve=evolve,
    commands=(DescribeProcessing,),
    snapshot_every=0,  # short streams
)

# -- what was handed out -------------------------------------------------------------------------


@command
class NoteExport:
    """ส่งออกข้อมูลส่วนบุคคล: recorded by the service itself when it hands a record out."""

    export_id: EntityId
    person_id: EntityId
    form: RecordFormat
    account_id: EntityId | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """State of an export: there is nothing more to say of it."""


def decide_export(state: Export, command: NoteExport) -> Sequence[object]:
    """That it happened."""
    return [
        RecordExported(
            export_id=command.export_id,
            person_id=command.person_id,
            form=command.form,
            account_id=command.account_id,
        )
    ]


EXPORT = Aggregate(
    "export",
    key="export_id",
    initial=Export(),
    decide=decide_export,
    evolve=lambda state, _event: state,
    commands=(NoteExport,),
)
