"""What is told to whom: the addressees with their wishes, and the notices that wait or are mailed.

A notice is the row of the outbox that is written in the transaction of its cause. The collector
(`notices.collecting`) makes of what waits for one addressee one mail (`accounts.OutgoingMail`).
"""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, OutgoingMail
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.models import PlacementSchool
from notices.enums import NoticeState, Rhythm
from notices.querysets import AddresseeQuerySet, NoticeQuerySet
from placements.models import Placement
from requests_app.models import PlacementRequest, Proposal


def no_kinds() -> list[str]:
    """Nothing is switched off."""
    return []


class Addressee(models.Model):
    """Who gets mail: a person with an account, or an address of a school that has none."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="addressee",
        verbose_name=_("persoon"),
    )
    email = models.EmailField(_("e-mailadres"), blank=True)
    school = models.ForeignKey(
        PlacementSchool,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="addressees",
        verbose_name=_("stageplaats"),
    )
    rhythm = models.CharField(_("hoe vaak"), max_length=10, choices=Rhythm, default=Rhythm.DAILY)
    switched_off = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("uitgezet"),
        default=no_kinds,
        blank=True,
    )
    last_mail_on = models.DateField(_("laatste mail"), null=True, blank=True)
    last_mail_at = models.DateTimeField(null=True, blank=True)
    mails_made = models.PositiveIntegerField(default=0, editable=False)

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        verbose_name = _("geadresseerde")
        verbose_name_plural = _("geadresseerden")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, email="", school=None)
                | (Q(user=None, school__isnull=False) & ~Q(email="")),
                name="addressee_is_person_or_address",
            ),
            models.UniqueConstraint(
                Lower("email"), "school", condition=Q(user=None), name="address_of_school_once"
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def address(self) -> str:
        """Where the mail goes."""
        return str(self.user.email) if self.user else self.email

    @property
    def language(self) -> str:
        """The language in which it is written."""
        return str(self.user.language) if self.user else settings.LANGUAGE_CODE


class Notice(models.Model):
    """One thing told to one addressee; written in the transaction of its cause.

    Tens of thousands are written at the release: only what is looked up by has an index.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(
        max_length=200,
        unique=True,
        help_text=_("Soort, aanleiding en ontvanger: hetzelfde wordt één keer gemeld."),
    )
    kind = models.CharField(_("soort"), max_length=40)
    addressee = models.ForeignKey(
        Addressee, models.CASCADE, related_name="notices", verbose_name=_("geadresseerde")
    )
    membership = models.ForeignKey(
        Membership, models.CASCADE, null=True, blank=True, related_name="notices"
    )
    year = models.ForeignKey(
        AcademicYear, models.CASCADE, null=True, blank=True, related_name="notices", db_index=False
    )
    request = models.ForeignKey(
        PlacementRequest,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notices",
        db_index=False,
    )
    proposal = models.ForeignKey(
        Proposal, models.CASCADE, null=True, blank=True, related_name="notices"
    )
    placement = models.ForeignKey(
        Placement, models.CASCADE, null=True, blank=True, related_name="notices", db_index=False
    )
    data = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        _("stand"), max_length=10, choices=NoticeState, default=NoticeState.WAITING
    )
    presses = models.BooleanField(
        default=False, help_text=_("Wie één mail per week wil, krijgt dit toch de dag zelf.")
    )
    created_at = models.DateTimeField(_("sinds"), default=clock.now, editable=False)
    settled_at = models.DateTimeField(null=True, blank=True, editable=False)
    mail = models.ForeignKey(
        OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="notices", db_index=False
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("bericht")
        verbose_name_plural = _("berichten")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["addressee"], condition=Q(state="waiting"), name="notice_waiting"),
            models.Index(fields=["membership", "-created_at"], name="notice_of_member"),
        ]

    def __str__(self) -> str:
        return self.key


class Round(models.Model):
    """A day on which it was looked what to remind of: once, whoever looked."""

    day = models.DateField(unique=True)
    done_at = models.DateTimeField(null=True, blank=True)
    told = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("dagelijkse ronde")
        verbose_name_plural = _("dagelijkse rondes")
        ordering = ["-day"]

    def __str__(self) -> str:
        return str(self.day)
