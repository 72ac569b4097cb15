"""The product's settings with a few migrations more, for a database of a test's own."""

from zweiklang.config.settings import *  # noqa: F403 - settings are names

MIGRATION_MODULES = {"web": "tests.operation.trial_migrations"}
