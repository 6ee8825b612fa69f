"""The rules of the community's money, one file an aggregate; pure.

``fund`` a fund, its chart of accounts, its ledger and its rule sets · ``entry`` the journal ·
``project`` · ``grant`` · ``institution`` funds integrated around a lead · ``chart`` and
``kinds`` what every fund starts with and what things are called, as data.
"""
