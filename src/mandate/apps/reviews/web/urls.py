"""Addresses of reviews."""

from django.urls import path

from mandate.apps.reviews.web import notes, views

app_name = "reviews"
urlpatterns = [
    path("library/reviews/", views.library, name="library"),
    path("queues/reviews/", views.requests, name="requests"),
    path("unit/<str:code>/reviews/", views.reviews, name="reviews"),
    path("unit/<str:code>/review/<str:period>/", views.review, name="review"),
    path("unit/<str:code>/review/<str:period>/notes/", notes.notes, name="notes"),
    path("unit/<str:code>/review/<str:period>/notes/draft/", notes.draft, name="draft"),
    path("unit/<str:code>/review/<str:period>/notes/versions/", notes.versions, name="versions"),
    path("unit/<str:code>/review/<str:period>/notes/compare/", notes.compare, name="compare"),
    path("unit/<str:code>/review/<str:period>/notes/restore/", notes.restore, name="restore"),
    path("unit/<str:code>/review/<str:period>/close/", views.close, name="close"),
    path("unit/<str:code>/review/<str:period>/reopen/", views.reopen, name="reopen"),
    path("unit/<str:code>/review/<str:period>/reopen/confirm/", views.confirm, name="confirm"),
    path("unit/<str:code>/review/<str:period>/reopen/refuse/", views.refuse, name="refuse"),
    path("unit/<str:code>/review/<str:period>/reopen/withdraw/", views.withdraw, name="withdraw"),
    path("unit/<str:code>/review/<str:period>/document/", views.document, name="document"),
    path("unit/<str:code>/review/<str:period>/documents/", views.documents, name="documents"),
]
