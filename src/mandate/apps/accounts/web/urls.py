"""Addresses of this part."""

from django.urls import path

from mandate.apps.accounts.web import inviting, mydata, views

app_name = "accounts"
urlpatterns = [
    path("", views.people, name="people"),
    path("me/", views.me, name="me"),
    path("me/data/", mydata.data, name="data"),
    path("add/", views.add, name="add"),
    path("invite/", inviting.invite, name="invite"),
    path("<int:user_id>/", views.person, name="person"),
    path("<int:user_id>/grant/", views.grant, name="grant"),
    path("<int:user_id>/change/", views.change, name="change"),
    path("<int:user_id>/erase/", views.erase, name="erase"),
    path("<int:user_id>/mail/", views.mail, name="mail"),
    path("<int:user_id>/second-step/", views.second_step, name="second_step"),
    path("<int:user_id>/roles/<int:grant_id>/end/", views.end, name="end"),
]
