"""Addresses for machines; included in `web.urls`, answered by `FrontMiddleware` (`operation.middleware`)."""

from django.urls import path

from zweiklang.web.operation import health
from zweiklang.web.operation.metrics import metrics_page

urlpatterns = [
    path("health/live", health.health_live, name="health_live"),
    path("health/ready", health.health_ready, name="health_ready"),
    path("metrics", metrics_page, name="metrics"),
]
