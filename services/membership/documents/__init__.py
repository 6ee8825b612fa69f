"""Papers that the service composes: as plain text, to print, for a word processor."""
