"""Where each term of the word list lives in the product, for each reader.

A reader gets the pages that open for the role acted in; who may open none of them, a visitor for
one, reads in a sentence where the term lives.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from institutions.enums import Role
from lerarenstage.navigation import EVERYBODY, SCHOOL, STAFF
from lerarenstage.wordlist import GROUPS, Term, Text

ADMIN = frozenset({Role.ADMIN})
TRAINEE = frozenset({Role.TRAINEE})
PARTIES = STAFF | SCHOOL | TRAINEE
VISITORS = frozenset[Role | None]({*EVERYBODY, None})


@dataclass(frozen=True)
class Place:
    """A page: its words, its url name, and the roles for whom it opens; None is a visitor."""

    label: Text
    url_name: str
    roles: frozenset[Role] | frozenset[Role | None]


@dataclass(frozen=True)
class Home:
    """Where a term lives: in a sentence, and as pages."""

    sentence: Text
    places: tuple[Place, ...]


@dataclass(frozen=True)
class PlaceLink:
    """A page for one reader."""

    label: Text
    url: str


@dataclass(frozen=True)
class Word:
    """A term with the pages where this reader finds it; without any, the sentence is shown."""

    term: Term
    sentence: Text
    links: list[PlaceLink]


@dataclass(frozen=True)
class WordGroup:
    """A part of the word list for one reader."""

    slug: str
    title: Text
    words: list[Word]


_PLACEMENTS = Place(_("Stages"), "placements", EVERYBODY)
_SCHOOLS = Place(_("Stageplaatsen"), "schools", STAFF | ADMIN)
_OFFER = Place(_("Stageaanbod van onze school"), "school_offer", SCHOOL)
_INBOX = Place(_("Stageaanvragen aan onze school"), "inbox", SCHOOL)
_DEMAND = (
    Place(_("Stageaanvragen"), "requests", STAFF | ADMIN),
    _INBOX,
    Place(_("Waar staan we nu?"), "my_requests", TRAINEE),
)
_OWN_INSTITUTION = Place(_("Onze lerarenopleiding"), "institution_data", STAFF)
_INSTITUTIONS = Place(
    _("Lerarenopleidingen in het beheer"),
    "admin:institutions_traininginstitution_changelist",
    ADMIN,
)
_CALENDAR = Place(_("Kalender"), "calendar", VISITORS)
_MENTORS = Home(
    _("Op de pagina van elke stage staat wie begeleidt, en in elke school wie de collega's zijn."),
    (_PLACEMENTS, Place(_("Collega's"), "colleagues", SCHOOL)),
)
_INSTITUTION_STAFF = Home(
    _("Op de pagina van elke stageaanvraag en stage, en bij de collega's van de lerarenopleiding."),
    (_PLACEMENTS, Place(_("Collega's"), "colleagues", STAFF)),
)
_KIND = Home(
    _("Een soort stageactiviteit: in elke stageaanvraag en stage, en in het stageaanbod."),
    (*_DEMAND, _PLACEMENTS, _OFFER),
)

HOMES = {
    "lerarenopleiding": Home(
        _("Bij elke stageaanvraag en elke stage staat van welke lerarenopleiding ze komt."),
        (
            _OWN_INSTITUTION,
            Place(_("Stages"), "placements", SCHOOL | TRAINEE),
            _INSTITUTIONS,
        ),
    ),
    "opleiding": Home(
        _("Bij de gegevens van elke lerarenopleiding, en in haar stageaanvragen."),
        (
            _OWN_INSTITUTION,
            _INBOX,
            _INSTITUTIONS,
        ),
    ),
    "stageplaats": Home(
        _("Elke school heeft een pagina met haar gegevens en haar stageaanbod."),
        (
            _SCHOOLS,
            Place(_("Onze school"), "school_data", SCHOOL),
            Place(_("Mijn stages"), "placements", TRAINEE),
        ),
    ),
    "stagiair": Home(
        _("De lerarenopleiding houdt haar stagiairs bij; bij elke stage staat wie ze doet."),
        (
            Place(_("Stagiairs"), "trainees", STAFF),
            Place(_("Stages"), "placements", SCHOOL | ADMIN),
            Place(_("Mijn stages"), "placements", TRAINEE),
        ),
    ),
    "mentor": _MENTORS,
    "vakmentor": _MENTORS,
    "schoolmentor": _MENTORS,
    "stagebegeleider": _INSTITUTION_STAFF,
    "stagecoordinator": _INSTITUTION_STAFF,
    "stage": Home(
        _("Elke aanvaarde stageaanvraag wordt een stage, met een pagina."), (_PLACEMENTS,)
    ),
    "stageactiviteit": Home(
        _("De regels van elke stageaanvraag en elke stage."), (*_DEMAND, _PLACEMENTS)
    ),
    "observatiestage": _KIND,
    "participatiestage": _KIND,
    "actieve-stage": _KIND,
    "klasoverstijgende-activiteit": _KIND,
    "functioneel-geheel": Home(
        _("Bij elke klasoverstijgende activiteit, en als wiel bij de stageplanning."),
        (*_DEMAND, _PLACEMENTS),
    ),
    "groepsstage": Home(
        _("Een stageaanvraag of stage met twee of meer stagiairs."), (*_DEMAND, _PLACEMENTS)
    ),
    "stagecode": Home(
        _("Een pagina voor iedereen, met wat er veranderde."),
        (Place(_("Stagecode"), "placement_code", VISITORS),),
    ),
    "stageovereenkomst": Home(
        _("Bij elke stage, en op de pagina die een overeenkomst controleert."),
        (
            Place(_("Overeenkomsten"), "agreements", PARTIES),
            Place(_("Raamovereenkomsten"), "frameworks", STAFF | SCHOOL | ADMIN),
            Place(_("Een overeenkomst controleren"), "verify_agreement", VISITORS),
        ),
    ),
    "stageplanning": Home(_("Elke stage heeft een stageplanning, week per week."), (_PLACEMENTS,)),
    "stageperiode": Home(
        _("In elke stageaanvraag, en op de pagina van elke stage."), (_PLACEMENTS, *_DEMAND)
    ),
    "stageaanvraagsjabloon": Home(
        _("De lerarenopleiding houdt haar sjablonen bij en koppelt er stagiairs aan."),
        (Place(_("Sjablonen"), "templates", STAFF),),
    ),
    "stageaanvraag": Home(_("Bij de lerarenopleiding, en bij de school die antwoordt."), _DEMAND),
    "stageaanbod": Home(_("Op de pagina van elke school, per academiejaar."), (_OFFER, _SCHOOLS)),
    "voorstel": Home(
        _("Een stageaanvraag die bij één school op antwoord wacht, staat in haar postvak."),
        (_INBOX, Place(_("Matching"), "matching_outcome", STAFF), *_DEMAND[:1]),
    ),
    "intromoment": Home(
        _("In de kalender, en bij elke school die er een plant."),
        (Place(_("Intromomenten"), "intromoments", SCHOOL | TRAINEE), _CALENDAR),
    ),
    "lesweek": Home(_("De kalender telt ermee."), (_CALENDAR,)),
}


def word_groups(role: Role | None) -> list[WordGroup]:
    """The word list with, for each term, the pages that open for a role; None is a visitor."""
    return [
        WordGroup(group.slug, group.title, [_word(term, role) for term in group.terms])
        for group in GROUPS
    ]


def _word(term: Term, role: Role | None) -> Word:
    home = HOMES[term.slug]
    open_places = [place for place in home.places if role in place.roles]
    links = [PlaceLink(place.label, reverse(place.url_name)) for place in open_places]
    return Word(term, home.sentence, links)
