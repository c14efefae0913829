"""Addresses of this part."""

from django.urls import URLPattern

app_name = "targets"
urlpatterns: list[URLPattern] = []
