"""Addresses of this part."""

from django.urls import path

from mandate.platform.find import views

app_name = "find"
urlpatterns = [
    path("", views.page, name="find"),
    path("hints/", views.hints, name="hints"),
]
