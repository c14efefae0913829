"""Addresses of this part."""

from django.urls import path

from mandate.apps.periods.web import views

app_name = "periods"
urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("choose/", views.choose, name="choose"),
    path("<str:code>/remove/", views.remove, name="remove"),
]
