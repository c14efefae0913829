"""Addresses of this part."""

from django.urls import path

from mandate.apps.desk.web import health_views, journal_views, views

app_name = "desk"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("tour/", views.show_round, name="tour"),
    path("tour/end/", views.leave_tour, name="tour_end"),
    path("desk/<slug:part>/", views.part, name="part"),
    path("navigation/", views.navigation, name="navigation"),
    path("journal/", journal_views.journal, name="journal"),
    path("health/", health_views.health, name="health"),
]
