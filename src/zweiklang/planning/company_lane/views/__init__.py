"""Pages of the company lane: parse, ask, answer."""
