"""Addresses of consultations."""

from __future__ import annotations

from django.urls import path

from groundfloor_web.consultation import views

app_name = "consultation"
urlpatterns = [
    path("", views.consultations, name="consultations"),
    path("<int:pk>/", views.consultation, name="consultation"),
    path("moderation/", views.moderation, name="moderation"),
    path("moderation/comments.csv", views.log, name="log"),
]
