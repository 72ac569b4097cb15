"""The drift radar: a Lernfeld begins soon or has moved, and these parts of an apprentice's plan belong to it. Firms without any hear nothing."""
