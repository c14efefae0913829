"""Addresses of reviews."""

from django.urls import path

from mandate.apps.reviews.web import views

app_name = "reviews"
urlpatterns = [
    path("unit/<str:code>/reviews/", views.reviews, name="reviews"),
    path("unit/<str:code>/review/<str:period>/", views.review, name="review"),
]
