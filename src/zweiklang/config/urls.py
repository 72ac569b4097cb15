"""The addresses of the whole product."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("zweiklang.web.urls")),
    path("", include("zweiklang.joining.urls")),
    path("", include("zweiklang.exchange.notices.account_urls")),
    path("konto/", include("zweiklang.people.urls")),
    path("konto/", include("zweiklang.people.allauth_urls")),
    path("konto/", include("allauth.urls")),
    path("ausbildungsordnungen/", include("zweiklang.curricula.urls")),
    path("ausbildung/", include("zweiklang.apprenticeships.urls")),
    path("organisation/", include("zweiklang.offices.urls")),
    path("nachweis/", include("zweiklang.records.urls")),
    path("nachrichten/", include("zweiklang.exchange.urls")),
    path("planung/", include("zweiklang.planning.urls")),
    path("schulzeit/", include("zweiklang.schedule.urls")),
    path("kalender/abo/", include("zweiklang.schedule.feeds.urls")),
    path("kalender/", include("zweiklang.schedule.calendar.urls")),
    path("schule/", include("zweiklang.rosters.urls")),
    path("", include("zweiklang.interfaces.uploads.urls")),
    path("", include("zweiklang.privacy.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("zweiklang.web.demo.urls")))

handler400 = "zweiklang.web.errors.bad_request"
handler403 = "zweiklang.web.errors.permission_denied"
handler404 = "zweiklang.web.errors.not_found"
handler500 = "zweiklang.web.errors.server_error"
