"""What a meeting resolved, made known: notices, loudspeaker scripts, short messages."""

from __future__ import annotations

from datetime import date
from typing import Literal

from bangduan.events.definition import event
from bangduan.events.types import EntityId, Line, Prose, Slug, VillageCode

PublicityKind = Literal["notice", "loudspeaker", "message"]


@event("meetings")
class PublicityDrafted:
    """ร่างข้อความประชาสัมพันธ์: of a closed meeting, to be read before it is released."""

    publicity_id: EntityId
    meeting_id: EntityId
    kind: PublicityKind
    text: Prose


@event("meetings")
class PublicityRewritten:
    """แก้ร่างข้อความประชาสัมพันธ์: the whole text, in place of the one before."""

    publicity_id: EntityId
    text: Prose


@event("meetings")
class PublicityReleased:
    """เผยแพร่: the text is given out as it stands; a notice is read by everybody from then on."""

    publicity_id: EntityId
    released_on: date | None = None


@event("meetings")
class PublicityWithdrawn:
    """ถอนการเผยแพร่: the text is given out no more."""

    publicity_id: EntityId
    reason: Line | None = None


@event("meetings")
class VillageReached:
    """ประชาสัมพันธ์ถึงหมู่บ้าน: the text came to a village, on a day, in some way."""

    publicity_id: EntityId
    village: VillageCode
    reached_on: date | None = None
    how: Slug
