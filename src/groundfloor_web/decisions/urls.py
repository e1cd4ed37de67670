"""Addresses of decisions."""

from __future__ import annotations

from django.urls import path

from groundfloor_web.decisions import views

app_name = "decisions"
urlpatterns = [
    path("", views.road_map, name="road_map"),
    path("measures/<int:pk>/", views.measure, name="measure"),
    path("calendar/<str:key>/road-map.ics", views.feed, name="calendar"),
]
