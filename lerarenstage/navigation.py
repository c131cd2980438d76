"""Where each role can go. An address that does not exist (yet) is left out."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from institutions.enums import Role

STAFF = frozenset({Role.COORDINATOR, Role.SUPERVISOR})
SCHOOL = frozenset({Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR})
EVERYBODY = frozenset(Role)


@dataclass(frozen=True)
class NavItem:
    """A destination: its words, its url name, and the roles it is for."""

    label: str | Promise
    url_name: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class NavLink:
    """A destination on one page: its words, its address, and whether one is there now."""

    label: str | Promise
    url: str
    is_current: bool


ITEMS = (
    NavItem(_("Waar staan we nu?"), "dashboard", EVERYBODY),
    NavItem(_("Te beantwoorden"), "inbox", frozenset({Role.SCHOOL_MENTOR})),
    NavItem(_("Uw stages"), "placements", frozenset({Role.SUBJECT_MENTOR})),
    NavItem(_("Stages"), "placements", frozenset({Role.SCHOOL_MENTOR})),
    NavItem(_("Stageaanbod"), "school_offer", SCHOOL),
    NavItem(_("Hoe vol zijn wij?"), "school_filling", SCHOOL),
    NavItem(_("Intromomenten"), "intromoments", SCHOOL),
    NavItem(_("Onze school"), "school_data", SCHOOL),
    NavItem(_("Mijn stages"), "placements", frozenset({Role.TRAINEE})),
    NavItem(_("Intromomenten"), "intromoments", frozenset({Role.TRAINEE})),
    NavItem(_("Stageaanvragen"), "requests", STAFF | {Role.ADMIN}),
    NavItem(_("Stages"), "placements", STAFF | {Role.ADMIN}),
    NavItem(_("Week van uw stagiairs"), "supervisor_week", frozenset({Role.SUPERVISOR})),
    NavItem(_("Overeenkomsten"), "agreements", STAFF | SCHOOL | {Role.TRAINEE}),
    NavItem(_("Matching"), "matching_outcome", STAFF),
    NavItem(_("Matching"), "matching_runs", frozenset({Role.ADMIN})),
    NavItem(_("Te controleren"), "requests_to_check", frozenset({Role.COORDINATOR})),
    NavItem(_("Sjablonen"), "templates", STAFF),
    NavItem(_("Stagiairs"), "trainees", STAFF),
    NavItem(_("Stageplaatsen"), "schools", STAFF | {Role.ADMIN}),
    NavItem(_("Onze lerarenopleiding"), "institution_data", STAFF),
    NavItem(_("Collega's"), "colleagues", STAFF | SCHOOL),
    NavItem(_("Kalender"), "calendar", EVERYBODY),
    NavItem(_("Mijn agenda's"), "feeds", STAFF | SCHOOL | {Role.TRAINEE}),
    NavItem(_("Hoe gaat het jaar?"), "year_health", frozenset({Role.ADMIN})),
    NavItem(_("Voorrang"), "hardship_requests", frozenset({Role.ADMIN})),
    NavItem(_("Aanmeldingen van scholen"), "registrations", frozenset({Role.ADMIN})),
    NavItem(_("Oefenklok"), "practice_clock", frozenset({Role.ADMIN})),
    NavItem(_("Uitgaande mail"), "outbox", frozenset({Role.ADMIN})),
    NavItem(_("Postbus van de demo"), "demo_mailbox", EVERYBODY),
    NavItem(_("Beheer"), "admin:index", frozenset({Role.ADMIN})),
)

ACCOUNT_ITEMS = (
    NavItem(_("Berichten"), "notices", EVERYBODY),
    NavItem(_("Mijn gegevens"), "profile", EVERYBODY),
    NavItem(_("Wachtwoord wijzigen"), "account_change_password", EVERYBODY),
    NavItem(_("Aanmelden in twee stappen"), "mfa_index", EVERYBODY),
    NavItem(_("Postbus van de demo"), "demo_mailbox", EVERYBODY),
)


def address_of(url_name: str) -> str:
    """The address of a named page; empty when there is none such here."""
    is_here = {"practice_clock": settings.PRACTICE_CLOCK_ALLOWED, "demo_mailbox": settings.DEMO}
    if not is_here.get(url_name, True):
        return ""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def nav_links(role: Role | None, path: str) -> list[NavLink]:
    """The destinations of a role, in order; the longest address that fits is the current one."""
    if role is None:
        return []
    items = [(item, address_of(item.url_name)) for item in ITEMS if role in item.roles]
    found = [(item, url) for item, url in items if url]
    current = max((url for _item, url in found if path.startswith(url)), key=len, default="")
    return [NavLink(item.label, url, url == current) for item, url in found]


def account_links() -> list[NavLink]:
    """What a user can change about the account."""
    addresses = [(item, address_of(item.url_name)) for item in ACCOUNT_ITEMS]
    return [NavLink(item.label, url, False) for item, url in addresses if url]
