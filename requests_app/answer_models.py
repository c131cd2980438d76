"""The answer: proposals put to schools, their lines, and the history of a request."""

import uuid

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from institutions.models import Campus, PlacementSchool, TrainingInstitution
from requests_app.demand_models import Activity, PlacementRequest
from requests_app.enums import (
    Action,
    Decision,
    ProposalState,
    RefusalReason,
    RequestState,
)
from requests_app.querysets import ProposalQuerySet


@pghistory.track(append_only=True)
class Proposal(models.Model):
    """A voorstel: one request put to one school. At most one is open per request."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(PlacementRequest, models.PROTECT, related_name="proposals")
    school = models.ForeignKey(PlacementSchool, models.PROTECT, related_name="proposals")
    campus = models.ForeignKey(
        Campus, models.SET_NULL, null=True, blank=True, verbose_name=_("vestigingsplaats")
    )
    state = models.CharField(
        _("toestand"), max_length=20, choices=ProposalState, default=ProposalState.OPEN
    )
    released_at = models.DateTimeField(_("bij de school sinds"))
    due_on = models.DateField(_("antwoord verwacht tegen"))
    answered_at = models.DateTimeField(_("beantwoord op"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answer_note = models.TextField(_("boodschap voor de opleiding"), blank=True, max_length=2000)
    over_offer = models.BooleanField(_("boven het aanbod"), default=False)
    seen_at = models.DateTimeField(
        _("antwoord gezien op"),
        null=True,
        blank=True,
        help_text=_("Vanaf dan kan de school haar antwoord niet meer zelf corrigeren."),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("voorstel")
        verbose_name_plural = _("voorstellen")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["school", "state", "due_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(state=ProposalState.OPEN), name="one_open_proposal"
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN, answered_at=None)
                | ~Q(state=ProposalState.OPEN),
                name="open_proposal_is_unanswered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} – {self.school}"


# A line is made with its proposal, empty: the trail of the proposal tells of that, and writing it
# again for each line is what making a run known would spend most of its time on. The answer is a
# change, and that is kept, as is a line that is deleted.
@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent(), append_only=True)
class ProposalLine(models.Model):
    """A school's answer on one line of the request."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="lines")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="proposal_lines")
    decision = models.CharField(_("antwoord"), max_length=10, choices=Decision, blank=True)
    reason = models.CharField(_("reden"), max_length=15, choices=RefusalReason, blank=True)
    reason_text = models.CharField(_("toelichting"), max_length=500, blank=True)
    subject_mentor = models.ForeignKey(
        Membership,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="mentored_lines",
        verbose_name=_("vakmentor"),
    )

    class Meta:
        ordering = ["activity__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "activity"], name="answer_line_once"),
            models.CheckConstraint(
                condition=(Q(decision=Decision.REFUSED) & ~Q(reason=""))
                | (~Q(decision=Decision.REFUSED) & Q(reason="")),
                name="refused_line_has_a_reason",
                violation_error_message=_("Kies bij elke geweigerde activiteit een reden."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=RefusalReason.OTHER) | ~Q(reason_text=""),
                name="other_reason_is_explained",
                violation_error_message=_("Leg bij een andere reden uit waarom."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.get_decision_display()}"


class RequestEvent(models.Model):
    """A row of the history of a request: who, when, what, why. Append-only."""

    request = models.ForeignKey(PlacementRequest, models.PROTECT, related_name="events")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="events")
    at = models.DateTimeField(_("wanneer"))
    action = models.CharField(_("wat"), max_length=20, choices=Action)
    from_state = models.CharField(max_length=20, choices=RequestState, blank=True)
    to_state = models.CharField(max_length=20, choices=RequestState)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    institution = models.ForeignKey(
        TrainingInstitution, models.PROTECT, null=True, related_name="+"
    )
    school = models.ForeignKey(PlacementSchool, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("waarom"), blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("gebeurtenis")
        verbose_name_plural = _("gebeurtenissen")
        ordering = ["at", "pk"]
        triggers = [
            pgtrigger.Protect(
                name="request_events_are_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]

    def __str__(self) -> str:
        return f"{self.request} {self.get_action_display()}"
