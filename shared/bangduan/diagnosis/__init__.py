"""How a site is: where everything stands, and what is wrong with what to do about it.

Everything here looks and changes nothing; it works while the services run and while they do not.
"""
