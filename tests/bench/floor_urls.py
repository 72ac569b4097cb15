"""The product's addresses and, beside them, the floor's."""

from django.urls import path

from tests.bench import floor_views
from zweiklang.config.urls import handler400, handler403, handler404, handler500
from zweiklang.config.urls import urlpatterns as product

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("floor/weeks/<uuid:room_id>/", floor_views.weeks),
    path("floor/week/<uuid:room_id>/<uuid:week_id>/", floor_views.week),
    path("floor/week_form/<uuid:room_id>/<uuid:week_id>/", floor_views.week, {"name": "week_form"}),
    path("floor/today/<uuid:room_id>/", floor_views.today),
    path("floor/inbox/<uuid:person_id>/", floor_views.inbox),
    path("floor/conversations/<uuid:room_id>/", floor_views.conversations),
    path("floor/conversation/<uuid:room_id>/", floor_views.conversation),
    path("floor/save/<uuid:line_id>/", floor_views.save),
    *product,
]
