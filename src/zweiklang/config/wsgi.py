"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from zweiklang.web.public import only_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zweiklang.config.settings")
application = only_utf8(get_wsgi_application())
