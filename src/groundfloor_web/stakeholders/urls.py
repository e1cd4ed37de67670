"""Addresses of stakeholders and the task force."""

from __future__ import annotations

from django.urls import path

from groundfloor_web.stakeholders import views

app_name = "stakeholders"
urlpatterns = [
    path("", views.task_force, name="task_force"),
    path("bodies/<int:pk>/", views.body, name="body"),
    path("organisations/", views.organisations, name="organisations"),
    path("work-plan/", views.work_plan, name="work_plan"),
]
