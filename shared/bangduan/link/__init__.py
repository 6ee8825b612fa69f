"""The link between a site and its province, each with a broker of its own.

``authority``     the province's own certificates: its broker's, and one for each site
``bundle``        what an officer hands to a site so that it can join, once
``management``    what a broker is told over its management API
``provisioning``  queues, users and shovels of the link, on either side
``dialling``      the site speaks to the province's broker itself: asking for its certificate
``standing``      where a site keeps its half of the link

docs/link.md tells how it goes; docs/adr/0009 tells why.
"""
