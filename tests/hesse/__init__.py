"""`zweiklang hesse`: what it makes, and what it refuses."""
