"""Who takes part in a country's workspace, as the Initiative names them, and the groups of roles that actions speak of."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A part played in the workspace of one country."""

    COORDINATOR = "coordinator", _("Coordinator")
    SECRETARIAT = "secretariat", _("Secretariat")
    MINISTRY = "ministry", _("Ministry")
    SOCIAL_PARTNER = "social_partner", _("Social partner")
    PARLIAMENT = "parliament", _("Parliament")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    UN_AGENCY = "un_agency", _("UN agency")
    DEVELOPMENT_PARTNER = "development_partner", _("Development partner")
    ANALYST = "analyst", _("Analyst")
    OBSERVER = "observer", _("Observer")
    PUBLIC = "public", _("Public")


Roles = frozenset[Role]
EVERYBODY: Roles = frozenset(Role)
MEMBERS: Roles = EVERYBODY - {Role.PUBLIC}
COORDINATION: Roles = frozenset({Role.COORDINATOR})
SECRETARIAT: Roles = frozenset({Role.COORDINATOR, Role.SECRETARIAT})
ANALYSTS: Roles = SECRETARIAT | {Role.ANALYST}
VOICES: Roles = MEMBERS - {Role.ANALYST, Role.OBSERVER}
"""Those who speak for an organisation."""
CONTRIBUTORS: Roles = MEMBERS - {Role.OBSERVER}
