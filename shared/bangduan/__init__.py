"""The one library every Bang Duan service stands on.

``events`` is the contract, ``domain`` what a pure aggregate is, ``store`` the event log,
``projection`` the read tables, ``messaging`` the way between services, ``service`` the
composition root, ``web`` the API and pages.
"""

__version__ = "0.1.0"
