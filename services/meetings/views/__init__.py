"""What the API shows and what its lists may be filtered by. ``version`` is for If-Match."""
