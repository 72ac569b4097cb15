"""Pages of joining: the entrance (nobody signed in), inviting (an organisation's people), reporting (firms that come by themselves)."""
