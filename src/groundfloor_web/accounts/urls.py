"""Addresses of accounts, and of the people of a workspace."""

from __future__ import annotations

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from groundfloor_web.accounts import access, passwords, views, workspaces

prefix = ""
app_name = "accounts"
urlpatterns = [
    path("accounts/login/", LoginView.as_view(template_name="accounts/login.html"), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("accounts/profile/", views.profile, name="profile"),
    path("accounts/second-factor/", views.second_factor, name="second_factor"),
    path("accounts/second-factor/add/", views.add_second_factor, name="add_second_factor"),
    path("accounts/second-factor/remove/", views.remove_second_factor, name="remove_second_factor"),
    path("accounts/password/", passwords.forgotten, name="forgotten"),
    path("accounts/password/<uidb64>/<token>/", passwords.Reset.as_view(), name="reset"),
    path("accounts/join/<str:secret>/", views.join, name="join"),
    path("workspaces/new/", workspaces.new, name="new_workspace"),
    path("<slug:slug>/settings/", workspaces.change, name="settings"),
    path("<slug:slug>/people/", views.people, name="people"),
    path("<slug:slug>/people/access/", access.access, name="access"),
    path("<slug:slug>/people/<int:pk>/password/", passwords.reset_link, name="reset_link"),
    path("<slug:slug>/people/invite/", views.invite, name="invite"),
    path("<slug:slug>/people/invite/<int:pk>/", views.invite, name="invite"),
]
