"""Address of the list of who looked."""

from django.urls import path

from zweiklang.privacy.looks import views

urlpatterns = [path("konto/einblicke/", views.index, name="looks_index")]
