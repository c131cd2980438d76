"""The states, routes and reasons of a request (domain.md, 3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    """Where a stageaanvraag stands."""

    DRAFT = "draft", _("Ontwerp")
    SUBMITTED = "submitted", _("Ingediend")
    PROPOSED = "proposed", _("Ligt bij een school")
    ACCEPTED = "accepted", _("Aanvaard")
    PARTIALLY_ACCEPTED = "partially_accepted", _("Gedeeltelijk aanvaard")
    REFUSED = "refused", _("Geweigerd")
    WITHDRAWN = "withdrawn", _("Ingetrokken")
    EXPIRED = "expired", _("Vervallen")
    CANCELLED = "cancelled", _("Geannuleerd")


LIVE_STATES = (
    RequestState.SUBMITTED,
    RequestState.PROPOSED,
    RequestState.ACCEPTED,
    RequestState.PARTIALLY_ACCEPTED,
)


class Route(models.TextChoices):
    """How a request looks for a school."""

    DIRECT = "direct", _("Rechtstreeks naar één school")
    PREFERENCES = "preferences", _("Tot vijf voorkeurscholen")
    WISHES = "wishes", _("Alleen wensen")


class Onward(models.TextChoices):
    """What happens by itself when a request looks for a school after the release."""

    ASK = "ask", _("Stel een school voor; ik kies")
    AUTOMATIC = "automatic", _("Leg de aanvraag vanzelf aan de best passende school voor")


class Hardship(models.TextChoices):
    """Why a request comes first; coded, and never about health (trust.md, 21)."""

    CARE = "care", _("Zorgt voor kinderen of familie")
    WORK = "work", _("Werkt naast de opleiding")
    TRANSPORT = "transport", _("Heeft geen eigen vervoer en weinig openbaar vervoer")
    LAST_PLACEMENT = "last_placement", _("Laatste stage om af te studeren")
    PLACE_LOST = "place_lost", _("Verloor een aanvaarde plaats door toedoen van de school")
    OTHER = "other", _("Andere reden, bij de beheerders bekend")


class ProposalState(models.TextChoices):
    """Where a voorstel stands."""

    OPEN = "open", _("Wacht op antwoord")
    ACCEPTED = "accepted", _("Aanvaard")
    PARTIALLY_ACCEPTED = "partially_accepted", _("Gedeeltelijk aanvaard")
    REFUSED = "refused", _("Geweigerd")
    WITHDRAWN = "withdrawn", _("Ingetrokken")
    EXPIRED = "expired", _("Vervallen")
    CANCELLED = "cancelled", _("Geannuleerd")


ANSWERED_STATES = (
    ProposalState.ACCEPTED,
    ProposalState.PARTIALLY_ACCEPTED,
    ProposalState.REFUSED,
)
PLACE_TAKING_STATES = (
    ProposalState.OPEN,
    ProposalState.ACCEPTED,
    ProposalState.PARTIALLY_ACCEPTED,
)


class Decision(models.TextChoices):
    """A school's answer on one line."""

    ACCEPTED = "accepted", _("Aanvaard")
    REFUSED = "refused", _("Geweigerd")


class RefusalReason(models.TextChoices):
    """The fixed list of reasons for a refusal."""

    NO_PLACE = "no_place", _("Geen plaats")
    NO_MENTOR = "no_mentor", _("Geen mentor voor dit vak")
    PERIOD = "period", _("De periode past niet")
    EXAMS = "exams", _("Examenperiode")
    TOO_LATE = "too_late", _("Te laat aangevraagd")
    KNOWN_TRAINEE = "known_trainee", _("De stagiair is bekend aan de school")
    INCOMPLETE = "incomplete", _("Er ontbreekt informatie")
    OTHER = "other", _("Andere reden")


class Action(models.TextChoices):
    """What can be done to a request; each is one row or more of the transition table."""

    PREPARE = "prepare", _("Voorbereid")
    OFFER_FOR_CHECK = "offer_for_check", _("Ter controle voorgelegd")
    EDIT = "edit", _("Gewijzigd")
    FILE = "file", _("Ingediend")
    FOLLOW_UP = "follow_up", _("Vervolgaanvraag gemaakt")
    PROPOSE = "propose", _("Aan een school voorgelegd")
    ACCEPT = "accept", _("Geheel aanvaard")
    ACCEPT_PARTIALLY = "accept_partially", _("Gedeeltelijk aanvaard")
    REFUSE = "refuse", _("Geweigerd")
    REOPEN_ANSWER = "reopen_answer", _("Antwoord wordt gecorrigeerd")
    CHOOSE_NEXT_SCHOOL = "choose_next_school", _("Volgende school gekozen")
    WITHDRAW = "withdraw", _("Ingetrokken")
    TAKE_BACK = "take_back", _("Teruggenomen")
    EXPIRE = "expire", _("Vervallen")
    SPLIT = "split", _("Gesplitst over twee scholen")
    CANCEL = "cancel", _("Geannuleerd")
    CHANGE_PERIOD = "change_period", _("Stageperiode gewijzigd")
    CHANGE_LINES = "change_lines", _("Lesuren gewijzigd")
    CHANGE_WISHES = "change_wishes", _("Wensen gewijzigd")
    WAIT = "wait", _("Wacht op een plaats bij een school")
    STOP_WAITING = "stop_waiting", _("Wacht niet langer")
    MARK_HARDSHIP = "mark_hardship", _("Voorrang gevraagd")
    CONFIRM_HARDSHIP = "confirm_hardship", _("Voorrang bevestigd")
    DECLINE_HARDSHIP = "decline_hardship", _("Voorrang terzijde gelegd")


HARDSHIP_ACTIONS = (Action.MARK_HARDSHIP, Action.CONFIRM_HARDSHIP, Action.DECLINE_HARDSHIP)
"""What only coordinators and administrators read; never a school, a trainee or a colleague."""
