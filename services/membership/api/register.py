"""JSON resources: the centre, its villages, its people."""

from __future__ import annotations

from services.membership import views
from services.membership.api.base import API
from services.membership.domain.centre import FoundCentre, RenameCentre, ReviseMissions
from services.membership.domain.life import (
    MergePeople,
    RecordDeath,
    RecordMove,
    RecordReturn,
    RetractDeath,
    TellApart,
)
from services.membership.domain.person import CorrectPerson, ErasePerson, RegisterPerson
from services.membership.domain.village import RegisterVillage, RenameVillage
from services.membership.projections import duplicates, households, register
from services.membership.views.duplicates import DuplicatesView

# -- the centre and its villages -------------------------------------------------------------------

_CENTRE, _VILLAGE = "/centre/<tambon>", "/villages/<village>"

API.command("POST", "/centre", FoundCentre, tag="centre", summary="Found the centre")
API.command(
    "POST", f"{_CENTRE}/name", RenameCentre, tag="centre", summary="Give the centre another name"
)
API.command(
    "POST", f"{_CENTRE}/missions", ReviseMissions, tag="centre", summary="Revise its missions"
)
API.item(
    "GET", "/centre", view=views.CentreView, query=register.the_centre, tag="centre",
    summary="The centre of the tambon",
)  # fmt: skip
API.command("POST", "/villages", RegisterVillage, tag="villages", summary="Register a village")
API.command(
    "POST", f"{_VILLAGE}/name", RenameVillage, tag="villages",
    summary="Give a village another name",
)  # fmt: skip
API.listing(
    "GET", "/villages", view=views.VillageView, query=households.list_villages, tag="villages",
    summary="Villages of the tambon",
)  # fmt: skip
API.item(
    "GET", _VILLAGE, view=views.VillageView, query=households.one_village, tag="villages",
    summary="A village",
)  # fmt: skip

# -- people ----------------------------------------------------------------------------------------

_PERSON = "/people/<person_id>"

API.command(
    "POST", "/people", RegisterPerson, tag="people", summary="Register a person",
    makes="person_id",
)  # fmt: skip
API.command(
    "POST", f"{_PERSON}/corrections", CorrectPerson, tag="people", summary="Correct an entry"
)
API.command(
    "POST", f"{_PERSON}/erasure", ErasePerson, tag="people",
    summary="Erase a person's data for good",
)  # fmt: skip
API.command(
    "POST", f"{_PERSON}/move", RecordMove, tag="people", summary="Record that a person moved away"
)
API.command(
    "POST", f"{_PERSON}/return", RecordReturn, tag="people", summary="Record that a person is back"
)
API.command(
    "POST", f"{_PERSON}/death", RecordDeath, tag="people",
    summary="Record a death; what the person held ends with it",
)  # fmt: skip
API.command(
    "POST", f"{_PERSON}/death/retraction", RetractDeath, tag="people",
    summary="Retract a death that was recorded by mistake",
)  # fmt: skip
API.command(
    "POST", f"{_PERSON}/merging", MergePeople, tag="people",
    summary="Merge a double into the entry that stays",
)  # fmt: skip
API.command(
    "POST", f"{_PERSON}/telling-apart", TellApart, tag="people",
    summary="Two entries that look alike are two people",
)  # fmt: skip
API.listing(
    "GET", "/people", view=views.PersonView, query=register.list_people,
    filters=views.PersonFilter, tag="people", summary="The register",
)  # fmt: skip
API.item(
    "GET", _PERSON, view=views.PersonDetail, query=register.one_person, tag="people",
    summary="A person",
)  # fmt: skip
API.item(
    "GET", "/duplicates", view=DuplicatesView, query=duplicates.list_duplicates, tag="people",
    summary="Entries that may be one person",
)  # fmt: skip
