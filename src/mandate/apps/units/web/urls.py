"""Addresses of this part. A code begins with a letter or digit, so "-" is never taken for one."""

from django.urls import path

from mandate.apps.units.web import changes, views

app_name = "units"
urlpatterns = [
    path("", views.tree, name="tree"),
    path("-/new/", changes.create, name="create"),
    path("-/closed/", views.closed, name="closed"),
    path("-/kinds/", views.kinds, name="kinds"),
    path("-/kinds/new-kind/", changes.new_kind, name="new_kind"),
    path("-/kinds/<str:code>/", changes.kind_names, name="kind_names"),
    path("-/suggest/", views.suggest, name="suggest"),
    path("<str:code>/", views.unit, name="unit"),
    path("<str:code>/names/", changes.names, name="names"),
    path("<str:code>/kind/", changes.kind, name="kind"),
    path("<str:code>/move/", changes.move, name="move"),
    path("<str:code>/close/", changes.close, name="close"),
    path("<str:code>/reopen/", changes.reopen, name="reopen"),
    path("<str:code>/undo/", changes.undo, name="undo"),
]
