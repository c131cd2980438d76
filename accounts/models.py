"""Users, their memberships of organisations, invitations, and outgoing mail."""

import uuid
from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.enums import MailFault, OutboxAct
from accounts.querysets import InvitationQuerySet, MembershipQuerySet
from calendar_cfg import clock
from institutions.enums import INSTITUTION_ROLES, SCHOOL_ROLES, Role
from institutions.models import PlacementSchool, TrainingInstitution


class UserManager(BaseUserManager["User"]):
    """Makes users, who are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password the account cannot log in yet."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an administrator of the platform."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user whatever the case of the address."""
        return self.get(email__iexact=username)


class Looks(models.Model):
    """When somebody last looked at what was told to them: see `accounts.looking`."""

    looked_at = models.DateTimeField(null=True, blank=True, editable=False)
    looked_before = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


LOOKING = ["looked_at", "looked_before"]


@pghistory.track(append_only=True, exclude=["password", "last_login", "last_membership", *LOOKING])
class User(Looks, AbstractBaseUser, PermissionsMixin):
    """A person who logs in with an e-mail address."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mailadres"))
    first_name = models.CharField(_("voornaam"), max_length=80, blank=True)
    last_name = models.CharField(_("familienaam"), max_length=80, blank=True)
    language = models.CharField(
        _("taal"),
        max_length=2,
        choices=[("nl", _("Nederlands")), ("en", _("Engels"))],
        default="nl",
    )
    is_active = models.BooleanField(_("actief"), default=True)
    is_staff = models.BooleanField(_("beheerder"), default=False)
    date_joined = models.DateTimeField(_("aangemaakt op"), default=clock.real_now)
    last_membership = models.ForeignKey(
        "Membership", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("persoon")
        verbose_name_plural = _("personen")
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("Er is al een persoon met dit e-mailadres."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        """First name, or the address."""
        return self.first_name or self.email


@pghistory.track(append_only=True, exclude=LOOKING)
class Membership(Looks):
    """A person in a role at one organisation."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name=_("persoon"),
    )
    role = models.CharField(
        _("rol"), max_length=20, choices=[(r.value, r.label) for r in Role if r != Role.ADMIN]
    )
    institution = models.ForeignKey(
        TrainingInstitution,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("lerarenopleiding"),
    )
    school = models.ForeignKey(
        PlacementSchool,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("stageplaats"),
    )
    handles_requests = models.BooleanField(
        _("beantwoordt stageaanvragen"),
        default=False,
        help_text=_("Alleen voor schoolmentoren: mag namens de school antwoorden."),
    )
    is_active = models.BooleanField(_("actief"), default=True)
    ended_reason = models.CharField(_("reden van stopzetting"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("lidmaatschap")
        verbose_name_plural = _("lidmaatschappen")
        ordering = ["user__last_name", "user__first_name", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "institution", "school"],
                name="membership_once",
                nulls_distinct=False,
                violation_error_message=_("Deze persoon heeft deze rol hier al."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=INSTITUTION_ROLES, institution__isnull=False, school=None)
                | Q(role__in=SCHOOL_ROLES, school__isnull=False, institution=None),
                name="membership_role_fits_organisation",
                violation_error_message=_("Deze rol past niet bij deze organisatie."),
            ),
            models.CheckConstraint(
                condition=Q(handles_requests=False) | Q(role=Role.SCHOOL_MENTOR),
                name="only_schoolmentors_handle_requests",
                violation_error_message=_("Alleen een schoolmentor beantwoordt aanvragen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}, {self.organisation}"

    @property
    def organisation(self) -> TrainingInstitution | PlacementSchool:
        """The institution or the school."""
        organisation = self.institution or self.school
        assert organisation is not None  # membership_role_fits_organisation
        return organisation


@pghistory.track(append_only=True, exclude=["token_hash"])
class Invitation(models.Model):
    """An invitation by mail to join an organisation; the link is known only to the invited."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    email = models.EmailField(_("e-mailadres"))
    role = models.CharField(
        _("rol"), max_length=20, choices=[(r.value, r.label) for r in Role if r != Role.ADMIN]
    )
    institution = models.ForeignKey(
        TrainingInstitution, models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    school = models.ForeignKey(
        PlacementSchool, models.CASCADE, null=True, blank=True, related_name="invitations"
    )
    handles_requests = models.BooleanField(_("beantwoordt stageaanvragen"), default=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.real_now, editable=False)
    expires_at = models.DateTimeField(_("geldig tot"))
    accepted_at = models.DateTimeField(_("aanvaard op"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitnodiging")
        verbose_name_plural = _("uitnodigingen")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=INSTITUTION_ROLES, institution__isnull=False, school=None)
                | Q(role__in=SCHOOL_ROLES, school__isnull=False, institution=None),
                name="invitation_role_fits_organisation",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None),
                name="invitation_accepted_or_revoked",
            ),
            models.UniqueConstraint(
                Lower("email"),
                "role",
                "institution",
                "school",
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_open_once",
                nulls_distinct=False,
                violation_error_message=_("Er staat al een uitnodiging open voor dit adres."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} – {self.get_role_display()}"

    @property
    def organisation(self) -> TrainingInstitution | PlacementSchool:
        """The institution or the school that invites."""
        organisation = self.institution or self.school
        assert organisation is not None  # invitation_role_fits_organisation
        return organisation

    @property
    def is_expired(self) -> bool:
        """Whether the link's days are over, by the real calendar."""
        return self.expires_at <= clock.real_now()


class MailState(models.TextChoices):
    """Where an outgoing mail stands."""

    QUEUED = "queued", _("wacht")
    SENDING = "sending", _("wordt verstuurd")
    SENT = "sent", _("verstuurd")
    FAILED = "failed", _("mislukt")
    WITHHELD = "withheld", _("tegengehouden")
    DROPPED = "dropped", _("niet verstuurd")


class OutgoingMail(models.Model):
    """A mail to send: written in the transaction of its cause, sent by a task (trust.md, 5)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField(_("aan"))
    subject = models.CharField(_("onderwerp"), max_length=200)
    body = models.TextField(_("tekst"))
    html = models.TextField(_("opgemaakte tekst"), blank=True)
    kind = models.CharField(_("soort"), max_length=40, blank=True, editable=False)
    state = models.CharField(
        _("toestand"), max_length=10, choices=MailState, default=MailState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    lost = models.PositiveSmallIntegerField(_("keer niet afgemaakt"), default=0)
    created_at = models.DateTimeField(default=clock.real_now, editable=False)
    next_try_at = models.DateTimeField(
        default=clock.real_now,
        help_text=_("Van een mail die verstuurd wordt: tot wanneer ze aan één worker toebehoort."),
    )
    # What it says may not be true any more after this: then an administrator decides.
    good_until = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("verstuurd op"), null=True, blank=True)
    fault = models.CharField(_("reden"), max_length=20, choices=MailFault, blank=True)
    error = models.TextField(_("wat de mailserver zei"), blank=True)

    class Meta:
        verbose_name = _("uitgaande mail")
        verbose_name_plural = _("uitgaande mails")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(state__in=["queued", "sending"]),
                name="mail_waiting",
            ),
            models.Index(
                fields=["-created_at"],
                condition=~Q(state="sent"),
                name="mail_not_sent",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Outbox(models.Model):
    """Whether mail may leave: one row, made when that is first asked about.

    Held is what an administrator did; trouble is a mail server that takes no mail of ours.
    """

    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    held_why = models.CharField(max_length=200, blank=True)
    trouble_since = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=20, choices=MailFault, blank=True)
    trouble_text = models.TextField(blank=True)
    tries = models.PositiveIntegerField(default=0)
    waits_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_outbox")]

    def __str__(self) -> str:
        return "outbox"


class OutboxDecision(models.Model):
    """What an administrator decided about mail that leaves; only added."""

    at = models.DateTimeField(default=clock.real_now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    act = models.CharField(max_length=20, choices=OutboxAct)
    about = models.CharField(
        max_length=120,
        blank=True,
        help_text=_("De openbare sleutel van een mail, of een groep; niets is alle mail."),
    )
    mails = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("beslissing over uitgaande mail")
        verbose_name_plural = _("beslissingen over uitgaande mail")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["about"], name="outbox_decision_about")]
        triggers = [
            pgtrigger.Protect(
                name="outbox_decisions_are_append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.about}".strip()
