"""Addresses of a unit's overview, its targets, its indicators, and comparisons."""

from django.urls import path

from mandate.apps.targets.web import changes, views

app_name = "targets"
urlpatterns = [
    path("unit/<str:code>/", views.overview, name="overview"),
    path("unit/<str:code>/compare/", views.compare, name="compare"),
    path("unit/<str:code>/indicator/", views.indicators, name="indicators"),
    path("unit/<str:code>/indicator/<str:indicator>/", views.indicator, name="indicator"),
    path("unit/<str:code>/targets/", views.targets, name="targets"),
    path("unit/<str:code>/targets/edit/", changes.edit, name="edit"),
    path("unit/<str:code>/targets/below/", changes.below, name="below"),
    path("unit/<str:code>/targets/restore/", changes.restore, name="restore"),
    path("unit/<str:code>/targets/<int:target_id>/remove/", changes.remove, name="remove"),
]
