"""Addresses of the views that people keep."""

from django.urls import path

from mandate.platform.listing import web

app_name = "listing"
urlpatterns = [
    path("", web.views, name="views"),
    path("<int:view_id>/remove/", web.remove, name="remove"),
]
