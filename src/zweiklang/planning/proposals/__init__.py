"""Proposals between the venues: school or firm suggests, the other side answers, and nothing is applied by itself."""
