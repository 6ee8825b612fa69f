"""The services: one folder each, composed in its ``service.py``."""
