"""Addresses of the best affordable floor, within the explorer."""

from __future__ import annotations

from django.urls import path

from groundfloor_web.affordable import views

app_name = "affordable"
prefix = "<slug:slug>/explorer/affordable/"
urlpatterns = [
    path("", views.choices, name="choices"),
    path("<int:pk>/", views.choice, name="choice"),
    path("<int:pk>/<str:name>/", views.file, name="file"),
]
