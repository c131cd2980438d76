"""Links with which a school answers one request without an account, and schools that register.

The address of a link is signed, not stored (as decision 0025 has it for feeds); the row says whose
it is, until when it works, and everything that was done with it.
"""

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation
from answer_links.enums import RegistrationState, Use
from answer_links.querysets import LinkQuerySet, RegistrationQuerySet
from calendar_cfg import clock
from institutions.models import PlacementSchool, TrainingInstitution
from requests_app.models import Proposal


@pghistory.track(append_only=True)
class AnswerLink(models.Model):
    """A link that opens one proposal for one address."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="answer_links")
    email = models.EmailField(_("e-mailadres"))
    handed_on_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="handed_on_to",
        verbose_name=_("doorgegeven door"),
    )
    created_at = models.DateTimeField(_("gemaakt op"), default=clock.now, editable=False)
    revoked_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("antwoordlink")
        verbose_name_plural = _("antwoordlinks")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "proposal",
                Lower("email"),
                condition=Q(revoked_at=None),
                name="one_link_for_an_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal} – {self.email}"


class LinkUse(models.Model):
    """A row of what was done with a link. Append-only."""

    link = models.ForeignKey(AnswerLink, models.CASCADE, related_name="uses")
    at = models.DateTimeField(_("wanneer"), default=clock.now)
    use = models.CharField(_("wat"), max_length=12, choices=Use)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("gebruik van een link")
        verbose_name_plural = _("gebruik van links")
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="link_uses_are_append_only", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.get_use_display()} {self.at:%Y-%m-%d %H:%M}"


@pghistory.track(append_only=True)
class SchoolRegistration(models.Model):
    """A school that asks to work with lerarenstage, by what it did with a link."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    school = models.ForeignKey(
        PlacementSchool,
        models.CASCADE,
        related_name="registrations",
        verbose_name=_("stageplaats"),
    )
    link = models.ForeignKey(AnswerLink, models.PROTECT, related_name="registrations")
    institution = models.ForeignKey(
        TrainingInstitution,
        models.CASCADE,
        related_name="+",
        verbose_name=_("lerarenopleiding"),
        help_text=_("Wier aanvraag de school beantwoordde: haar coördinator mag bevestigen."),
    )
    email = models.EmailField(_("e-mailadres"))
    first_name = models.CharField(_("voornaam"), max_length=80)
    last_name = models.CharField(_("familienaam"), max_length=80)
    function = models.CharField(_("functie"), max_length=80)
    phone = models.CharField(_("telefoon van de school"), max_length=30, blank=True)
    state = models.CharField(
        _("stand"),
        max_length=10,
        choices=RegistrationState,
        default=RegistrationState.ASKED,
    )
    asked_at = models.DateTimeField(_("aangemeld op"), default=clock.now, editable=False)
    decided_at = models.DateTimeField(_("beslist op"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("reden"), max_length=300, blank=True)
    invitation = models.OneToOneField(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="registration"
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("aanmelding van een school")
        verbose_name_plural = _("aanmeldingen van scholen")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "school",
                Lower("email"),
                condition=Q(state="asked"),
                name="registration_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at=None) | ~Q(state="asked"),
                name="registration_asked_is_undecided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} – {self.email}"
