"""Pages of conversations: parse, ask, answer."""
