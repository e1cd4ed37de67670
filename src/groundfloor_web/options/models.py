"""Options: programmes written in the rule language, of which the floor of the workspace is made."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groundfloor_web.core.models import Stored
from groundfloor_web.core.words import WordsField, said
from groundfloor_web.stocktaking.models import Gap, Recommendation

GUARANTEES = [
    ("health", _("Essential health care")),
    ("children", _("Income security for children")),
    ("working_age", _("Income security in working age")),
    ("old_age", _("Income security in old age")),
]


class Option(Stored):
    """A programme that the floor may contain. Its rule is the text from which it is costed, debated and later paid; name, label and
    guarantee are what the rule says.
    """

    rule = models.TextField(_("rule"))
    name = models.SlugField(_("name"), editable=False)
    label = models.JSONField(_("label"), default=dict, editable=False)
    guarantee = models.CharField(_("guarantee"), max_length=20, choices=GUARANTEES, editable=False)
    template = models.CharField(_("template"), max_length=60, blank=True, editable=False)
    note = WordsField(_("why this option"), long=True, blank=True)
    gaps = models.ManyToManyField(Gap, blank=True, related_name="options", verbose_name=_("gaps it answers"))
    recommendations = models.ManyToManyField(
        Recommendation, blank=True, related_name="options", verbose_name=_("recommendations it answers")
    )
    in_floor = models.BooleanField(_("in the floor"), default=False, editable=False)

    class Meta:
        ordering = ["guarantee", "name", "pk"]
        verbose_name = _("option")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"],
                condition=models.Q(in_floor=True, withdrawn=False),
                name="one_programme_of_a_name_in_the_floor",
            )
        ]

    def __str__(self) -> str:
        return said(self.label)[0] or self.name

    def get_absolute_url(self) -> str:
        """The page of the option."""
        return reverse("options:option", args=[self.workspace.slug, self.pk])
