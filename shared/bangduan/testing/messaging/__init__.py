"""The conformance kit of the way between services.

A transport passes when ``TransportContract`` does, with any store; a broker that several
processes share also passes ``ProcessesContract``. Subclass them in a test module, giving the
fixture ``site``; the services they run are ``bangduan.testing.sample``.
"""

from bangduan.testing.messaging.contract import TransportContract
from bangduan.testing.messaging.processes import ProcessesContract
from bangduan.testing.messaging.site import Site

__all__ = ["ProcessesContract", "Site", "TransportContract"]
