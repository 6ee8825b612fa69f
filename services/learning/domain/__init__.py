"""The rules of learning together, one file an aggregate; pure.

``knowledge`` the knowledge form, in editions · ``lesson`` · ``place`` learning places and the
centre's database of them · ``livelihood`` · ``visit`` study visits · ``kinds`` what things are
called, as data.
"""
