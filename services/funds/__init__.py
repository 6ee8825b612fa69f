"""Funds of the community's organisations: ledger, projects, grants and finance institutions."""
