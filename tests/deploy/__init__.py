"""What an installation is made of: secrets, units, containers, charts and lists of parts, tried as far as it goes here."""
