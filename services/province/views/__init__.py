"""What the API shows, and what its lists are asked by, one module a part of it."""
