"""What the province tells: its sites, and what it decides about what they report.

Nothing here is about a person: a site is named by its tambon code, a figure by its indicator.
"""
