"""Addresses of this part. A code has no hyphen, so an address with one is never taken for a code."""

from django.urls import path

from mandate.apps.indicators.web import views

app_name = "indicators"
urlpatterns = [
    path("", views.indicator_list, name="list"),
    path("new-indicator/", views.new, name="new"),
    path("<str:code>/", views.indicator, name="indicator"),
    path("<str:code>/edit/", views.edit, name="edit"),
    path("<str:code>/move/", views.move, name="move"),
    path("<str:code>/remove/", views.remove, name="remove"),
]
