"""Reactions to the events of the four services: what each adds to indicators and milestones.

Each contribution names its source, and each indicator listens to one service, so nothing
depends on which service's events arrive first.
"""

from bangduan.policies import Policies
from services.reporting.policies import digests, funds, learning, meetings, membership

POLICIES = Policies()
for _each in (membership, meetings, funds, learning):
    for _event, _reactions in _each.POLICIES.reactions.items():
        for _reaction in _reactions:
            POLICIES.on(_event)(_reaction)
for _name, _reactions in digests.POLICIES.named.items():
    for _reaction in _reactions:
        POLICIES.on_named(_name)(_reaction)
