"""The Friday evening: people who sign in, write, save, submit and sign through HTTP, driven by locust; and whether all of it is in the database."""
