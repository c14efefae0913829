"""Addresses of this part."""

from django.urls import URLPattern

app_name = "reviews"
urlpatterns: list[URLPattern] = []
