"""ธนาคารเมล็ดพันธุ์: a service that somebody else might write, as a package of its own.

The test copies it out of the repository and installs it there; nothing here is imported.
"""
