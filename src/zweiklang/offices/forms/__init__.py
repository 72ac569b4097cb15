"""Forms of offices, and how an act's refusal comes back to its field."""
