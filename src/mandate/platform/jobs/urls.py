"""Addresses of this part."""

from django.urls import path

from mandate.platform.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("<int:job_id>/", views.job, name="job"),
    path("<int:job_id>/files/", views.files, name="files"),
    path("<int:job_id>/cancel/", views.cancel, name="cancel"),
]
