"""Files: what is taken, how it arrives, what is left of it, who gets it."""
