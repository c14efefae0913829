"""Addresses of this part."""

from django.urls import URLPattern

app_name = "exchange"
urlpatterns: list[URLPattern] = []
