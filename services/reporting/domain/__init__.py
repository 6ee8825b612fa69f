"""Indicators, headcounts and milestones: what follows from other services' events."""
