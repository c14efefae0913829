"""Addresses of the language choice."""

from django.urls import path

from mandate.platform.i18n import views

app_name = "i18n"
urlpatterns = [path("", views.set_language, name="set_language")]
