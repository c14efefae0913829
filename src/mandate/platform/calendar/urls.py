"""Addresses of this part."""

from django.urls import path

from mandate.platform.calendar import views

app_name = "calendar"
urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("dates.ics", views.dates, name="dates"),
    path("address/", views.address, name="address"),
    path("address/remove/", views.remove, name="remove"),
    path("<str:calendar_secret>.ics", views.feed, name="feed"),
]
