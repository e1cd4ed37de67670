"""Addresses of jobs."""

from __future__ import annotations

from django.urls import path

from groundfloor_web.jobs import views

app_name = "jobs"
urlpatterns = [path("<int:pk>/", views.job, name="job")]
