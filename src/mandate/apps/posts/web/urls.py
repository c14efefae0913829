"""Addresses of this part."""

from django.urls import path

from mandate.apps.posts.web import bodies, cards, holdings, kinds, posts, views

app_name = "posts"
urlpatterns = [
    path("unit/<str:code>/posts/", views.unit, name="unit"),
    path("unit/<str:code>/posts/all/", views.listed, name="listed"),
    path("unit/<str:code>/posts/chart/", views.chart, name="chart"),
    path("members/<int:person_id>/card/", cards.card, name="card"),
    path("directory/", views.directory, name="directory"),
    path("directory/posts/", views.directory_posts, name="directory_posts"),
    path("unit/<str:code>/posts/body/", bodies.open_body, name="open_body"),
    path("unit/<str:code>/posts/post/", posts.open_post, name="open_post"),
    path("unit/<str:code>/posts/close/", bodies.close_all, name="close_all"),
    path("bodies/<int:body_id>/", views.body, name="body"),
    path("bodies/<int:body_id>/change/", bodies.change_body, name="change_body"),
    path("bodies/<int:body_id>/close/", bodies.close_body, name="close_body"),
    path("bodies/<int:body_id>/reopen/", bodies.reopen_body, name="reopen_body"),
    path("bodies/<int:body_id>/remove/", bodies.remove_body, name="remove_body"),
    path("bodies/<int:body_id>/term/", bodies.add_term, name="add_term"),
    path("terms/<int:term_id>/", bodies.change_term, name="change_term"),
    path("terms/<int:term_id>/remove/", bodies.remove_term, name="remove_term"),
    path("post-kinds/", kinds.kinds, name="kinds"),
    path("post-kinds/new-body-kind/", kinds.new_body_kind, name="new_body_kind"),
    path("post-kinds/new-post-kind/", kinds.new_post_kind, name="new_post_kind"),
    path("post-kinds/bodies/<str:kind_code>/", kinds.body_kind, name="body_kind"),
    path("post-kinds/posts/<str:kind_code>/", kinds.post_kind, name="post_kind"),
    path("post-kinds/remove/<str:of>/<str:kind_code>/", kinds.remove_kind, name="remove_kind"),
    path("queues/terms/", views.ending, name="ending"),
    path("posts/<int:post_id>/", views.post, name="post"),
    path("posts/<int:post_id>/change/", posts.change_post, name="change_post"),
    path("posts/<int:post_id>/close/", posts.close_post, name="close_post"),
    path("posts/<int:post_id>/reopen/", posts.reopen_post, name="reopen_post"),
    path("posts/<int:post_id>/remove/", posts.remove_post, name="remove_post"),
    path("posts/<int:post_id>/fill/", views.who, name="who"),
    path("posts/<int:post_id>/fill/<int:person_id>/", holdings.fill, name="fill"),
    path("holdings/<int:holding_id>/end/", holdings.end, name="end"),
    path("holdings/<int:holding_id>/correct/", holdings.correct, name="correct"),
    path("holdings/<int:holding_id>/correct/remove/", holdings.remove, name="remove_holding"),
    path("holdings/<int:holding_id>/end/take-back/", holdings.take_back_end, name="take_back_end"),
]
