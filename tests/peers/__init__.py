"""Real counterparts of our interfaces, started by tests: what they accept and refuse is what others accept and refuse."""
