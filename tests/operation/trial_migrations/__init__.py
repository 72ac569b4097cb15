"""Migrations of a version to come, which tests apply to a database that is in use."""
