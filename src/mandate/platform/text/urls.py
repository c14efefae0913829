"""Addresses of long texts."""

from django.urls import path

from mandate.platform.text import views

app_name = "text"
urlpatterns = [path("preview/", views.preview, name="preview")]
