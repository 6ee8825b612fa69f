"""Figures of a running service for whoever watches over it: ``/<service>/metrics``.

What happens is counted where it happens (``meters``); where things stand is looked up when
somebody asks (``standing``, ``link``). No label holds an id, a name or anything else of a
person. Names and meanings: ``docs/operations.md``.
"""
