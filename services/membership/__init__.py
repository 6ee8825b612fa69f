"""Members and organisations of the tambon: the centre, people, groups, offices, seats, partners."""
