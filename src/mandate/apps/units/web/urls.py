"""Addresses of this part: the whole organisation, and what one unit is. A code begins with a letter or digit,
so "-" is never taken for one."""

from django.urls import path

from mandate.apps.units.web import changes, sisters, views

app_name = "units"
urlpatterns = [
    path("units/", views.tree, name="tree"),
    path("units/-/new/", changes.create, name="create"),
    path("units/-/closed/", views.closed, name="closed"),
    path("units/-/kinds/", views.kinds, name="kinds"),
    path("units/-/kinds/new-kind/", changes.new_kind, name="new_kind"),
    path("units/-/kinds/<str:code>/", changes.kind_names, name="kind_names"),
    path("units/-/suggest/", views.suggest, name="suggest"),
    path("units/-/switch/", views.switch, name="switch"),
    path("unit/<str:code>/about/", views.unit, name="unit"),
    path("unit/<str:code>/about/names/", changes.names, name="names"),
    path("unit/<str:code>/about/kind/", changes.kind, name="kind"),
    path("unit/<str:code>/about/move/", changes.move, name="move"),
    path("unit/<str:code>/about/close/", changes.close, name="close"),
    path("unit/<str:code>/about/reopen/", changes.reopen, name="reopen"),
    path("unit/<str:code>/about/sister/", sisters.link, name="link_sister"),
    path("sisters/<int:link_id>/end/", sisters.end, name="end_sister"),
    path("sisters/<int:link_id>/end/keep/", sisters.keep, name="keep_sister"),
    path("sisters/<int:link_id>/end/remove/", sisters.remove, name="remove_sister"),
    path("unit/<str:code>/about/undo/", changes.undo, name="undo"),
]
