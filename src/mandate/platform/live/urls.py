"""Addresses of this part."""

from django.urls import path

from mandate.platform.live import views

app_name = "live"
urlpatterns = [path("", views.events, name="events")]
