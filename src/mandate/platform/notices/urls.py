"""Addresses of this part."""

from django.urls import path

from mandate.platform.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("came/", views.came, name="came"),
    path("read/", views.read, name="read"),
    path("mails/<str:mails_secret>/", views.stop, name="stop"),
    path("<int:notice_id>/", views.notice, name="open"),
]
