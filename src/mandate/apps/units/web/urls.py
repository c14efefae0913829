"""Addresses of this part. A code begins with a letter or digit, so "-" is never taken for one."""

from django.urls import path

from mandate.apps.units.web import deeds, views

app_name = "units"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("-/new/", deeds.create, name="create"),
    path("-/closed/", views.closed, name="closed"),
    path("-/kinds/", views.kinds, name="kinds"),
    path("-/kinds/new-kind/", deeds.new_kind, name="new_kind"),
    path("-/kinds/<str:code>/", deeds.kind_names, name="kind_names"),
    path("-/suggest/", views.suggest, name="suggest"),
    path("<str:code>/", views.unit, name="unit"),
    path("<str:code>/names/", deeds.names, name="names"),
    path("<str:code>/kind/", deeds.kind, name="kind"),
    path("<str:code>/move/", deeds.move, name="move"),
    path("<str:code>/close/", deeds.close, name="close"),
    path("<str:code>/reopen/", deeds.reopen, name="reopen"),
    path("<str:code>/undo/", deeds.undo, name="undo"),
]
