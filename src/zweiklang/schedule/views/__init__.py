"""Pages of school time: parse, ask, answer."""
