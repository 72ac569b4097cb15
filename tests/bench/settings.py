"""The product's settings as in production (pool, prepared statements, hashed and compressed files), but over plain http.

`serve` in a process of its own gets the same by environment (`tests.bench.places.environment`).
"""

from zweiklang.config.settings import *  # noqa: F403 - settings are names

DEBUG = DEMO = False
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "zk_session", "zk_csrf"
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
ROOT_URLCONF = "tests.bench.floor_urls"
AUTHENTICATION_BACKENDS = [*AUTHENTICATION_BACKENDS, "tests.bench.stock.Backend"]  # noqa: F405 - comes with the star
