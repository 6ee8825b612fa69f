"""Everything that a paper of appointment says, from the read tables, names included."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from bangduan import thai
from bangduan.application import Reader
from bangduan.events.definition import FORGOTTEN
from bangduan.events.membership import PaperForm
from services.membership.projections.certificates import one_certificate
from services.membership.projections.chosen import chosen_meetings, chosen_resolutions
from services.membership.projections.register import centres, people

#: Stands where a person's data were erased, or never were known.
NAMELESS: Final = "(ไม่มีชื่อในทะเบียน)"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """What a paper says; None where it is not known."""

    paper_form: PaperForm
    number: int
    year: int
    issued_on: date
    issuer: str
    place: str
    name: str
    position: str
    body: str | None
    in_committee: bool
    term_from: date | None
    term_to: date | None
    meeting: str | None
    met_on: date | None
    resolution: str | None
    signed_by: str | None
    signed_as: str | None
    revoked_on: date | None
    revoked: bool


def everything_on(reader: Reader, certificate_id: str, tambon: str) -> Certified | None:
    """What the paper says now; None when there is no such paper."""
    paper = one_certificate(reader, certificate_id)
    if paper is None:
        return None
    resolved = _resolution(reader, paper["resolution_id"])
    meeting_id = paper["meeting_id"] or (resolved["meeting_id"] if resolved else None)
    met = _meeting(reader, meeting_id)
    issuer, place = _issuer(reader, tambon)
    return Certified(
        paper_form=paper["paper_form"],
        number=paper["number"],
        year=paper["year"],
        issued_on=paper["issued_on"],
        issuer=issuer,
        place=place,
        name=_spoken(paper),
        position=paper["position"],
        body=paper["of_body"],
        in_committee=paper["committee_id"] is not None,
        term_from=paper["term_from"],
        term_to=paper["term_to"],
        meeting=met["title"] if met else None,
        met_on=met["held_on"] if met else None,
        resolution=resolved["text"] if resolved else None,
        signed_by=_signatory(reader, paper["signed_by"]),
        signed_as=paper["signed_as"],
        revoked_on=paper["revoked_on"],
        revoked=paper["status"] == "revoked",
    )


def _issuer(reader: Reader, tambon: str) -> tuple[str, str]:
    """What the centre is called and where it is."""
    centre = reader.one(select(centres).where(centres.c.tambon == tambon))
    place = thai.place_of(tambon)
    if place is None:
        return (centre["name"] if centre else "ศูนย์ประสานงานองค์การชุมชนตำบล"), ""
    issuer = centre["name"] if centre else f"ศูนย์ประสานงานองค์การชุมชนตำบล{place.tambon[0]}"
    return issuer, f"อำเภอ{place.district[0]} จังหวัด{place.province[0]}"


def _resolution(reader: Reader, resolution_id: str | None) -> dict[str, Any] | None:
    if resolution_id is None:
        return None
    mine = chosen_resolutions.c.resolution_id == resolution_id
    return reader.one(select(chosen_resolutions).where(mine))


def _meeting(reader: Reader, meeting_id: str | None) -> dict[str, Any] | None:
    if meeting_id is None:
        return None
    mine = chosen_meetings.c.meeting_id == meeting_id
    return reader.one(select(chosen_meetings).where(mine))


def _signatory(reader: Reader, person_id: str | None) -> str | None:
    if person_id is None:
        return None
    found = reader.one(select(people).where(people.c.person_id == person_id))
    return NAMELESS if found is None else _spoken(found)


def _spoken(person: dict[str, Any]) -> str:
    """Title and name as one writes them in Thai, without a space between."""
    name, title = person["name"], person["title"]
    if name is None or name is FORGOTTEN:
        return NAMELESS
    return name if title is None or title is FORGOTTEN else f"{title}{name}"
