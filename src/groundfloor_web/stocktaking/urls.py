"""Addresses of stocktaking."""

from __future__ import annotations

from django.urls import path

from groundfloor_web.stocktaking import views

app_name = "stocktaking"
urlpatterns = [
    path("", views.matrix, name="matrix"),
    path("cells/<int:row>/<str:column>/", views.cell, name="cell"),
    path("print/", views.printed, name="printed"),
    path("entries/<int:pk>/", views.entry, name="entry"),
    path("recommendations/<int:pk>/", views.recommendation, name="recommendation"),
    path("schemes/", views.schemes, name="schemes"),
    path("schemes/<int:pk>/", views.scheme, name="scheme"),
    path("gaps/", views.gaps, name="gaps"),
    path("gaps/<int:pk>/", views.gap, name="gap"),
    path("services/", views.services, name="services"),
    path("assessment/", views.assessment, name="assessment"),
    path("crises/", views.crises, name="crises"),
    path("completeness/", views.completeness, name="completeness"),
    path("workbook/", views.workbook, name="workbook"),
    path("workbook/<str:which>.xlsx", views.download, name="download"),
    path("workbook/<int:pk>/", views.intake, name="intake"),
]
