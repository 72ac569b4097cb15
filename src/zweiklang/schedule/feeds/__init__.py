"""Calendar feeds (Kalender-Abos): a secret address for a person's calendar program. No names, no subjects, unless switched on."""
