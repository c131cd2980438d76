"""People, memberships, invitations and outgoing mail in the administration."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.addresses import forget_second_step, know_only_address
from accounts.invitations import (
    invite_colleague,
    revoke_invitation,
    roles_to_invite,
    send_invitation_again,
    standing_of,
)
from accounts.mail_decisions import drop_mail, hold_mail, send_again
from accounts.models import Invitation, Membership, OutgoingMail, User
from calendar_cfg.exceptions import DomainError
from institutions.actors import Actor
from institutions.enums import Role

# Rights come from memberships (institutions.actors), addresses from persons, and the secrets of a
# second step are nobody's to read.
for _model in (Group, EmailAddress, Authenticator, SocialAccount, SocialToken):
    admin.site.unregister(_model)


def acting_administrator(request: HttpRequest) -> Actor:
    """The administrator, whatever organisation is chosen on the site itself."""
    return Actor(user=request.user, role=Role.ADMIN)


class LowerCaseEmail:
    """An address is written in small letters: it is the name somebody logs in with."""

    cleaned_data: dict[str, Any]

    def clean_email(self) -> str:
        """The address in small letters."""
        return str(self.cleaned_data["email"]).lower()


class UserAddForm(LowerCaseEmail, AdminUserCreationForm[User]):
    """A new person; without a password the person sets one through "wachtwoord vergeten"."""

    class Meta:
        model = User
        fields = ("email", "first_name", "last_name", "language")


class UserEditForm(LowerCaseEmail, UserChangeForm[User]):
    """An existing person."""

    class Meta:
        model = User
        fields = "__all__"


class MembershipInline(admin.StackedInline[Membership, User]):
    """The organisations of a person. A membership ends by unticking "actief"."""

    model = Membership
    extra = 0
    can_delete = False
    autocomplete_fields = ("institution", "school")
    fields = ("role", "institution", "school", "handles_requests", "is_active")


@admin.register(User)
class UserAdmin(BaseUserAdmin[User]):
    """People. Nobody is deleted: what they did keeps their name."""

    form = UserEditForm
    add_form = UserAddForm
    inlines = (MembershipInline,)
    list_display = ("email", "last_name", "first_name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "language")
    search_fields = ("email", "first_name", "last_name")
    ordering = ("last_name", "first_name", "email")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    actions = ("forget_second_step",)
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        (gettext_lazy("Persoon"), {"fields": ("first_name", "last_name", "language")}),
        (gettext_lazy("Toegang"), {"fields": ("is_active", "is_staff")}),
        (gettext_lazy("Wanneer"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "first_name", "last_name", "language")}),
        (None, {"fields": ("usable_password", "password1", "password2")}),
    )

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Untick "actief" instead."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody shuts oneself out."""
        fixed = list(super().get_readonly_fields(request, obj))
        return [*fixed, "is_active", "is_staff"] if obj == request.user else fixed

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """There is one kind of administrator; a former address no longer logs in."""
        obj.is_superuser = obj.is_staff
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            before = str(form.initial.get("email") or "")
            know_only_address(obj, before=before, actor=acting_administrator(request))

    @admin.action(description=gettext_lazy("Tweede stap wissen (telefoon kwijt)"))
    def forget_second_step(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Let people who lost the phone in with their password."""
        actor = acting_administrator(request)
        done = sum(forget_second_step(user, actor=actor) for user in queryset)
        told = ngettext("%(n)s tweede stap gewist.", "%(n)s tweede stappen gewist.", done)
        self.message_user(request, told % {"n": done})


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin[Membership]):
    """Who works where, and as what."""

    list_display = ("user", "role", "institution", "school", "handles_requests", "is_active")
    list_filter = ("role", "is_active", "handles_requests")
    list_select_related = ("user", "institution", "school")
    search_fields = (
        "user__email",
        "user__first_name",
        "user__last_name",
        "institution__name",
        "school__name",
    )
    autocomplete_fields = ("user", "institution", "school")

    def has_delete_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        """Untick "actief" instead."""
        return False


class InvitationAddForm(forms.ModelForm[Invitation]):
    """Invites the first person of an organisation; `save` goes through the service."""

    actor: Actor

    class Meta:
        model = Invitation
        fields = ("email", "role", "institution", "school", "handles_requests")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_to_invite(Actor(user=None, role=Role.ADMIN))
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role.value, role.label) for role in roles]

    def _post_clean(self) -> None:
        """Let the service judge, and keep what it made."""
        if self.errors:
            return
        data = self.cleaned_data
        organisations = [side for side in (data["institution"], data["school"]) if side]
        if len(organisations) != 1:
            self.add_error(None, _("Kies een lerarenopleiding of een stageplaats."))
            return
        try:
            self.instance = invite_colleague(
                data["email"],
                Role(data["role"]),
                actor=self.actor,
                organisation=organisations[0],
                handles_requests=data["handles_requests"],
            )
        except DomainError as error:
            self.add_error(error.field, error.message)


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin[Invitation]):
    """Invitations: made, sent again and revoked here too, changed nowhere."""

    form = InvitationAddForm
    list_display = ("email", "role", "institution", "school", "created_at", "standing")
    list_filter = ("role",)
    list_select_related = ("institution", "school")
    search_fields = ("email", "institution__name", "school__name")
    autocomplete_fields = ("institution", "school")
    actions = ("send_again", "revoke")

    def get_form(
        self, request: HttpRequest, obj: Invitation | None = None, change: bool = False, **kw: Any
    ) -> type[forms.ModelForm[Invitation]]:
        """The form knows who invites."""
        form = super().get_form(request, obj, change=change, **kw)
        form.actor = acting_administrator(request)  # type: ignore[attr-defined]
        return form

    def save_model(self, request: HttpRequest, obj: Invitation, *_args: Any) -> None:
        """The service has saved it."""

    def has_change_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        """Only the list and its actions."""
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Invitation | None = None) -> bool:
        """Revoke instead."""
        return False

    @admin.display(description=gettext_lazy("stand"))
    def standing(self, obj: Invitation) -> str:
        """Open, expired, accepted or revoked."""
        return str(standing_of(obj).label)

    @admin.action(description=gettext_lazy("Opnieuw versturen"))
    def send_again(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Send new links."""
        self._each(request, queryset, send_invitation_again)

    @admin.action(description=gettext_lazy("Intrekken"))
    def revoke(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        """Make links useless."""
        self._each(request, queryset, revoke_invitation)

    def _each(self, request: HttpRequest, queryset: QuerySet[Invitation], service: Any) -> None:
        actor, done = acting_administrator(request), 0
        for invitation in queryset:
            try:
                service(invitation, actor=actor)
                done += 1
            except DomainError as error:
                self.message_user(request, f"{invitation}: {error.message}", messages.ERROR)
        told = ngettext("%(n)s uitnodiging gedaan.", "%(n)s uitnodigingen gedaan.", done)
        self.message_user(request, told % {"n": done})


@admin.register(OutgoingMail)
class OutgoingMailAdmin(admin.ModelAdmin[OutgoingMail]):
    """The outbox, to read, and to send what failed or was held back. Never the text: a link
    in it lets somebody in.
    """

    list_display = ("subject", "to", "state", "attempts", "created_at", "sent_at", "next_try_at")
    list_filter = ("state", "kind", "fault")
    search_fields = ("to", "subject", "key")
    fields = (
        *("subject", "to", "kind", "key", "state", "attempts", "lost"),
        *("created_at", "next_try_at", "sent_at", "fault", "error"),
    )
    readonly_fields = fields
    actions = ("send_now", "hold", "drop")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Mails have a cause."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OutgoingMail | None = None) -> bool:
        """Mails stay as a record."""
        return False

    @admin.action(description=gettext_lazy("Opnieuw versturen"))
    def send_now(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> None:
        """Send what failed, waits or was held back; a sent mail's text is gone."""
        self._each(request, queryset, send_again)

    @admin.action(description=gettext_lazy("Tegenhouden"))
    def hold(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> None:
        """Hold what waits, until it is sent again."""
        self._each(request, queryset, hold_mail)

    @admin.action(description=gettext_lazy("Niet versturen"))
    def drop(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> None:
        """Never send what failed or was held back."""
        self._each(request, queryset, drop_mail)

    def _each(self, request: HttpRequest, queryset: QuerySet[OutgoingMail], service: Any) -> None:
        actor = acting_administrator(request)
        done = sum(service(mail, actor=actor) for mail in queryset)
        left = queryset.count() - done
        told = ngettext("%(n)s mail gedaan.", "%(n)s mails gedaan.", done) % {"n": done}
        if left:
            told += " " + ngettext(
                "%(n)s mail liet het niet toe.", "%(n)s mails lieten het niet toe.", left
            ) % {"n": left}
        self.message_user(request, told, messages.WARNING if left else messages.SUCCESS)
