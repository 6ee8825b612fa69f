"""What the province decides and how it compares, one file a concept; pure.

``comparison`` which values of the sites are set side by side.
"""
