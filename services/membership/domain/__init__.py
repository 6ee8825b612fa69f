"""The rules of who belongs to what, one file an aggregate; pure.

``centre`` the centre and ``village`` its villages · ``person`` the register · ``kind`` and
``organisation`` the open registry of kinds and the organisations · ``membership`` who belongs
to which · ``office`` offices and their terms · ``committee`` seats · ``partner`` and
``request`` who helps the centre and what is asked of them · ``term`` and ``registry`` what
they share: days in office, and what things are called, as data.
"""
