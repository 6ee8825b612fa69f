"""What the community learns: knowledge, lessons, learning places, livelihoods, study visits."""
