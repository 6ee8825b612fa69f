"""The rules of meeting and deciding, one file or folder an aggregate; pure.

``body`` who meets, under which dated rules · ``numbering`` n/BE year, without gaps ·
``quorum`` shares of people and of votes · ``meeting`` from being called to being closed ·
``minutes`` the record and its adoption · ``plan``, ``regulation``, ``swot`` what meetings
make · ``problem`` the people's problems · ``registry`` what things are called, as data.
"""
