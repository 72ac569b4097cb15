"""The product's settings for tests: plain http, no demo, mail in memory, files as they are.

What the developer's environment says about these does not matter, so that a run is the same everywhere.
"""

from zweiklang.config.settings import *  # noqa: F403 - settings are names
from zweiklang.config.settings import MAILERS, STORAGES, VAR_DIR

DEBUG = False
DEMO = False
SECRET_KEY = "for-tests-only-and-long-enough-for-django-to-accept-it"
ALLOWED_HOSTS = ["testserver"]
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "zk_session", "zk_csrf"  # a browser takes the prefix only with https
BASE_URL = "http://testserver"
MAILERS = {**MAILERS, "delivery": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
# Tests of pages do not need a front-end build: names of files stay as they are, without a manifest.
# An empty folder: what a demo has collected here does not matter, and no test browser has to look through it.
STATIC_ROOT = VAR_DIR / "test" / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    # Tests that put files somewhere name their own folder (tests/exchange/files/conftest.py); nobody else can.
    "files": {
        "BACKEND": "zweiklang.exchange.files.folders.Folder",
        "OPTIONS": {"location": str(VAR_DIR / "test" / "files")},
    },
}
CLAMD = ""
# The cache that processes share writes outside of the test's transaction; tests that need it say so.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
