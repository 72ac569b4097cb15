"""The product as it runs in a Land: several web processes behind nginx, PostgreSQL with passwords behind PgBouncer, restarts under load."""
