"""Pictures of the demo, for people and for the README."""
