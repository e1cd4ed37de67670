"""What a new workspace knows from the start: the agencies of the Initiative."""

from __future__ import annotations

from groundfloor_web.core.models import Workspace
from groundfloor_web.stakeholders.models import Constituency, Organisation

# The manual of the Initiative (November 2009): ILO and WHO lead, the others cooperate.
LEADING = ("ILO", "WHO")
AGENCIES = {
    "ILO": ("International Labour Organization", "Organisation internationale du Travail"),
    "WHO": ("World Health Organization", "Organisation mondiale de la Santé"),
    "FAO": ("Food and Agriculture Organization", "Organisation des Nations Unies pour l’alimentation et l’agriculture"),
    "IMF": ("International Monetary Fund", "Fonds monétaire international"),
    "OHCHR": ("Office of the High Commissioner for Human Rights", "Haut-Commissariat aux droits de l’homme"),
    "UN regional commission": ("United Nations regional commission", "Commission régionale des Nations Unies"),
    "UNAIDS": ("Joint United Nations Programme on HIV/AIDS", "Programme commun des Nations Unies sur le VIH/sida"),
    "UN DESA": ("Department of Economic and Social Affairs", "Département des affaires économiques et sociales"),
    "UNDP": ("United Nations Development Programme", "Programme des Nations Unies pour le développement"),
    "UNESCO": (
        "United Nations Educational, Scientific and Cultural Organization",
        "Organisation des Nations Unies pour l’éducation, la science et la culture",
    ),
    "UNFPA": ("United Nations Population Fund", "Fonds des Nations Unies pour la population"),
    "UN-Habitat": (
        "United Nations Human Settlements Programme",
        "Programme des Nations Unies pour les établissements humains",
    ),
    "UNHCR": ("United Nations High Commissioner for Refugees", "Haut-Commissariat des Nations Unies pour les réfugiés"),
    "UNICEF": ("United Nations Children’s Fund", "Fonds des Nations Unies pour l’enfance"),
    "UNODC": ("United Nations Office on Drugs and Crime", "Office des Nations Unies contre la drogue et le crime"),
    "UNRWA": (
        "United Nations Relief and Works Agency for Palestine Refugees",
        "Office de secours et de travaux des Nations Unies pour les réfugiés de Palestine",
    ),
    "WFP": ("World Food Programme", "Programme alimentaire mondial"),
    "WMO": ("World Meteorological Organization", "Organisation météorologique mondiale"),
    "World Bank": ("World Bank", "Banque mondiale"),
}
LEAD = {"en": "Leads the Initiative of 2009.", "fr": "Dirige l’Initiative de 2009."}


def opened(workspace: Workspace) -> None:
    """Add the agencies of the Initiative to a workspace that was just opened."""
    Organisation.objects.bulk_create(
        Organisation(
            workspace=workspace,
            acronym=acronym,
            name={
                tag: text
                for tag, text in zip(("en", "fr"), names, strict=True)
                if tag in workspace.languages or tag == "en"
            },
            constituency=Constituency.UN_SYSTEM,
            interest=LEAD if acronym in LEADING else {},
        )
        for acronym, names in AGENCIES.items()
    )
