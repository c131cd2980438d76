"""Examples of letters, for the page that shows every mail; none of their links leads anywhere.

    @sample_letter("invitation-staff", _("Uitnodiging van een collega"))
    def invitation() -> Letter: ...

An app that queues a letter of its own registers an example of it in a module that its `ready`
imports. Mails made of notices need none: each of their kinds has a sample.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.adapter import letter_of
from accounts.addresses import forgotten_letter
from accounts.invitation_letters import invitation_letter
from accounts.letters import Letter, absolute
from accounts.models import Invitation, User
from calendar_cfg import clock
from institutions.enums import Role
from institutions.models import TrainingInstitution

ADDRESS = "voorbeeld@example.be"
TEMPLATES_OF_ALLAUTH = ("account/email", "mfa/email")
SUBJECT = "_subject.txt"

Making = Callable[[], Letter]


@dataclass(frozen=True)
class SampleLetter:
    """An example of one letter.

    Arguments:
        name: in the address of its preview.
        label: what it is; empty where its subject says that.
        make: writes it, in the language that is active.
    """

    name: str
    label: str | Promise
    make: Making


SAMPLES: dict[str, SampleLetter] = {}


def sample_letter(name: str, label: str | Promise = "") -> Callable[[Making], Making]:
    """Register an example of a letter.

    Raises ValueError when another one has its name.
    """

    def register(make: Making) -> Making:
        if name in SAMPLES:
            raise ValueError(f"{name} is registered twice")
        SAMPLES[name] = SampleLetter(name, label, make)
        return make

    return register


def sample_letters() -> list[SampleLetter]:
    """Those that are registered, and all that allauth can send, as their templates say."""
    return [*SAMPLES.values(), *_of_allauth()]


def example_person() -> User:
    """Somebody who is plainly an example; not saved."""
    return User(email=ADDRESS, first_name=_("Voorbeeld"), last_name=_("Persoon"))


@sample_letter("invitation-staff", gettext_lazy("Uitnodiging van een collega"))
def invitation_of_colleague() -> Letter:
    """The link with which somebody joins an organisation."""
    return invitation_letter(_invitation(Role.SUPERVISOR), "voorbeeld")


@sample_letter("invitation-trainee", gettext_lazy("Uitnodiging van een stagiair"))
def invitation_of_trainee() -> Letter:
    """The link with which a trainee follows their own stage."""
    return invitation_letter(_invitation(Role.TRAINEE), "voorbeeld")


@sample_letter("second-step-forgotten")
def second_step_forgotten() -> Letter:
    """An administrator let somebody in who lost the phone."""
    return forgotten_letter()


def _invitation(role: Role) -> Invitation:
    return Invitation(
        email=ADDRESS,
        role=role,
        institution=TrainingInstitution(name=_("Voorbeeldhogeschool")),
        invited_by=example_person(),
        expires_at=clock.real_now() + timedelta(days=settings.INVITATION_DAYS),
    )


def _of_allauth() -> list[SampleLetter]:
    found = []
    for folder in TEMPLATES_OF_ALLAUTH:
        for file in sorted((settings.BASE_DIR / "templates" / folder).glob(f"*{SUBJECT}")):
            prefix = f"{folder}/{file.name.removesuffix(SUBJECT)}"
            name = prefix.replace("/email/", "-").replace("_", "-")
            found.append(SampleLetter(name, "", _making(prefix)))
    return found


def _making(prefix: str) -> Making:
    def make() -> Letter:
        message = get_adapter().render_mail(prefix, ADDRESS, _example_context())
        return letter_of(message.subject, str(message.body))

    return make


def _example_context() -> dict[str, object]:
    """All that a mail of allauth can name."""
    link = absolute("/aanmelden/voorbeeld/")
    return {
        "user": example_person(),
        "email": ADDRESS,
        "from_email": ADDRESS,
        "to_email": f"nieuw.{ADDRESS}",
        "deleted_email": ADDRESS,
        "password_reset_url": link,
        "activate_url": link,
        "timestamp": clock.now(),
        "ip": "192.0.2.1",
        "user_agent": "Firefox",
    }
