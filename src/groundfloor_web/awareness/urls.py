"""Addresses of awareness."""

from __future__ import annotations

from django.urls import path

from groundfloor_web.awareness import views

app_name = "awareness"
urlpatterns = [
    path("", views.awareness, name="awareness"),
    path("public/", views.public, name="public"),
    path("briefs/<int:pk>/", views.brief, name="brief"),
    path("briefs/<int:pk>/sheet/", views.sheet, name="sheet"),
    path("briefs/<int:pk>/brief.pdf", views.pdf, name="pdf"),
    path("briefs/<int:pk>/slides.pptx", views.deck, name="deck"),
]
