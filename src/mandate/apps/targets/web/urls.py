"""Addresses of a unit's overview, its targets, and comparisons."""

from django.urls import path

from mandate.apps.targets.web import deeds, views

app_name = "targets"
urlpatterns = [
    path("unit/<str:code>/", views.overview, name="overview"),
    path("unit/<str:code>/compare/", views.compare, name="compare"),
    path("unit/<str:code>/targets/", views.targets, name="targets"),
    path("unit/<str:code>/targets/edit/", deeds.edit, name="edit"),
    path("unit/<str:code>/targets/below/", deeds.below, name="below"),
    path("unit/<str:code>/targets/restore/", deeds.restore, name="restore"),
    path("unit/<str:code>/targets/<int:target_id>/remove/", deeds.remove, name="remove"),
]
