"""What the service's log comes to, day by day."""

from bangduan.events import digests
from bangduan.events.definition import event


@event("meetings")
class HeadsDigested(digests.HeadsDigested):
    """สรุปลายนิ้วมือของบันทึก: what this service's log came to at the end of a day."""
