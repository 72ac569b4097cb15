"""Pages of offices: parse, ask, answer."""
