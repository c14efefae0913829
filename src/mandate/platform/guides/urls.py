"""Addresses of this part."""

from django.urls import path

from mandate.platform.guides import views

app_name = "guides"
urlpatterns = [
    path("", views.index, name="help"),
    path("<slug:name>/", views.guide, name="guide"),
    path("images/<str:name>", views.picture, name="picture"),
]
