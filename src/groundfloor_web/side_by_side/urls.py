"""Addresses of scenarios side by side, within the explorer."""

from __future__ import annotations

from django.urls import path

from groundfloor_web.side_by_side import views

app_name = "side_by_side"
prefix = "<slug:slug>/explorer/beside/"
urlpatterns = [
    path("", views.beside, name="beside"),
    path("scenarios.<str:kind>", views.file, name="file"),
]
