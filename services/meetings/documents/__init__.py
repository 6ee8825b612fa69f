"""Papers of the meetings service: what they say, and how they are printed or saved.

``record`` what a meeting's minutes are composed from · ``minutes`` the paper in the official
form, line by line, people by id alone · ``spelling`` the names and the digits put in ·
``word`` the same lines in a file for a word processor · ``template`` makes that file's template.
"""
