"""Addresses of this part."""

from django.urls import URLPattern

app_name = "live"
urlpatterns: list[URLPattern] = []
