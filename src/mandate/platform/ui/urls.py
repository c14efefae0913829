"""Addresses of the look."""

from django.urls import path

from mandate.platform.ui import views

app_name = "ui"
urlpatterns = [path("theme", views.set_theme, name="theme")]
