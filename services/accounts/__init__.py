"""The accounts service: who may sign in, sessions, API tokens, and what was tried."""
