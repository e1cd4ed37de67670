"""Addresses of the explorer."""

from __future__ import annotations

from django.urls import path

from groundfloor_web.explorer import views

app_name = "explorer"
urlpatterns = [
    path("", views.explore, name="explore"),
    path("kept/<int:pk>/", views.kept, name="kept"),
    path("runs/<int:pk>/", views.run, name="run"),
    path("runs/<int:pk>/<str:name>/", views.file, name="file"),
]
