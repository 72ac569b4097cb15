"""Pages of the release rules: those everybody may read, and those where somebody decides."""
