"""Demo mode only: personas with one-click sign-in, and the mail that was sent."""
