"""Addresses of the dialogue."""

from __future__ import annotations

from django.urls import path

from groundfloor_web.dialogue import coming, files, views

app_name = "dialogue"
urlpatterns = [
    path("", views.rounds, name="rounds"),
    path("rounds/<int:pk>/", views.round_, name="round"),
    path("rounds/<int:pk>/priorities/", views.priorities, name="priorities"),
    path("rounds/<int:pk>/unanswered/", coming.unanswered, name="unanswered"),
    path("items/<int:pk>/", views.item, name="item"),
    path("documents/<int:pk>/", files.document, name="document"),
    path("documents/earlier/<int:pk>/", files.earlier, name="earlier"),
    path("meetings/<int:pk>/", views.meeting, name="meeting"),
]
