"""Addresses of this part."""

from django.urls import path

from mandate.apps.people.web import changes, correcting, known, transfers, views

app_name = "people"
urlpatterns = [
    path("unit/<str:code>/people/", views.members, name="members"),
    path("unit/<str:code>/people/admit/", changes.admit_new, name="admit_new"),
    path("unit/<str:code>/people/admit/known/", known.known, name="known"),
    path("unit/<str:code>/people/admit/<int:person_id>/", known.admit_known, name="admit_known"),
    path("unit/<str:code>/people/move/", transfers.move_all, name="move_all"),
    path("members/<int:person_id>/", views.member, name="member"),
    path("members/<int:person_id>/admit/", changes.admit, name="admit"),
    path("members/<int:person_id>/kind/", changes.kind, name="kind"),
    path("members/<int:person_id>/correct/", correcting.correct, name="correct"),
    path("members/<int:person_id>/end/", changes.end, name="end"),
    path("members/<int:person_id>/sign-in/", known.sign_in, name="sign_in"),
    path("members/<int:person_id>/undo/", changes.undo, name="undo"),
    path("members/<int:person_id>/release/", transfers.release, name="release"),
    path("queues/members/", views.arrivals, name="arrivals"),
    path("transfers/<int:transfer_id>/receive/", transfers.receive, name="receive"),
    path("transfers/<int:transfer_id>/decline/", transfers.decline, name="decline"),
    path("transfers/<int:transfer_id>/withdraw/", transfers.withdraw, name="withdraw"),
]
