"""Addresses of options."""

from __future__ import annotations

from django.urls import path

from groundfloor_web.options import views

app_name = "options"
urlpatterns = [
    path("", views.options, name="options"),
    path("check/", views.check, name="check"),
    path("<int:pk>/", views.option, name="option"),
    path("<int:pk>/<int:before>-<int:after>/", views.compare, name="compare"),
]
