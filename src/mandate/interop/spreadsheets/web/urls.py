"""Addresses of this part."""

from django.urls import path, re_path

from mandate.interop.spreadsheets.web import template_views, views

app_name = "exchange"
urlpatterns = [
    path("", views.index, name="index"),
    re_path(r"^(?P<kind>[a-z]+)\.(?P<suffix>csv|xlsx)$", views.download, name="download"),
    path("template/<int:form_period_id>/<str:code>/", template_views.template, name="template"),
    path("template/<int:form_period_id>/<str:code>/file/", template_views.file, name="template-file"),
    path("<slug:kind>/", views.table, name="table"),
    path("<slug:kind>/<int:upload_id>/", views.confirm, name="confirm"),
]
