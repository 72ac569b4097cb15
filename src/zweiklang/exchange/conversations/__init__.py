"""Conversations: who takes part and why, what was said, what was agreed. Everything lies in a room of its own, read by its members alone."""
