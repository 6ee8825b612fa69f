"""Meetings of the tambon: called, opened, decided, minuted; plans, regulations, problems."""
