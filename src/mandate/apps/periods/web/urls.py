"""Addresses of this part."""

from django.urls import path

from mandate.apps.periods.web import views

app_name = "periods"
urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("<str:code>/remove/", views.remove, name="remove"),
]
