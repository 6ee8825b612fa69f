"""The learning service, wired."""

from __future__ import annotations

from bangduan.service import Service
from services.learning.api import API
from services.learning.commands import HANDLERS
from services.learning.domain.knowledge import KNOWLEDGE
from services.learning.domain.lesson import LESSON
from services.learning.domain.livelihood import LIVELIHOOD
from services.learning.domain.place import PLACE
from services.learning.domain.visit import VISIT
from services.learning.pages import PAGES
from services.learning.policies import POLICIES
from services.learning.projections import PROJECTIONS

service = Service(
    name="learning",
    title=("การเรียนรู้และอาชีพ", "Learning and livelihoods"),
    aggregates=(KNOWLEDGE, LESSON, PLACE, LIVELIHOOD, VISIT),
    handlers=HANDLERS,
    policies=POLICIES,
    projections=PROJECTIONS,
    api=API,
    pages=PAGES,
)
