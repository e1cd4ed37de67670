"""Addresses of the core: home, and in a workspace its overview, trail and actions."""

from __future__ import annotations

from django.urls import path

from groundfloor_web.core import views

prefix = ""
app_name = "core"
urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:slug>/", views.workspace, name="workspace"),
    path("<slug:slug>/trail/", views.trail, name="trail"),
    path("<slug:slug>/do/<str:name>/", views.act, name="act"),
    path("<slug:slug>/do/<str:name>/<int:pk>/", views.act, name="act"),
]
