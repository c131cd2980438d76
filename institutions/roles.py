"""Which roles a page is for.

`@for_roles(Role.COORDINATOR)` answers 403 with a sentence to another role of the same kind of
organisation (a supervisor), to an administrator and to somebody without a role; and 404 to people
of the other kind of organisation (a mentor), for whom the page does not exist. Whose object it is
stays the matter of each app's `access.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from institutions.actors import Actor
from institutions.enums import INSTITUTION_ROLES, SCHOOL_ROLES, Role
from institutions.http import ActorRequest

P = ParamSpec("P")
# A view may narrow its request (accounts.http.ActorRequest), so its type is a variable.
R = TypeVar("R", bound=ActorRequest)
View = Callable[Concatenate[R, P], HttpResponseBase]


def for_roles(*roles: Role) -> Callable[[View[R, P]], View[R, P]]:
    """Let only these roles use a view; an administrator only when `Role.ADMIN` is among them."""

    def decorate(view: View[R, P]) -> View[R, P]:
        @wraps(view)
        def guarded(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            require_role(request.actor, *roles)
            return view(request, *args, **kwargs)

        guarded.roles = roles  # type: ignore[attr-defined]
        return guarded

    return decorate


def require_role(actor: Actor, *roles: Role) -> None:
    """Refuse an actor that acts in none of the roles.

    Raises:
        PermissionDenied: with a translated sentence, inside the kind of organisation.
        Http404: to people of the other kind of organisation.
    """
    if actor.role in roles:
        return
    if actor.role is None:
        raise PermissionDenied(_("U hoort nog bij geen enkele organisatie. Vraag een uitnodiging."))
    if actor.role != Role.ADMIN and not _kinds_of([actor.role]) & _kinds_of(roles):
        raise Http404
    raise PermissionDenied(_("Deze pagina is voor: %(roles)s.") % {"roles": _in_words(roles)})


def _kinds_of(roles: Any) -> set[str]:
    """The kinds of organisation in which these roles exist."""
    kinds = {"institution": INSTITUTION_ROLES, "school": SCHOOL_ROLES}
    return {kind for kind, members in kinds.items() if set(roles) & set(members)}


def _in_words(roles: tuple[Role, ...]) -> str:
    """ "schoolmentor of vakmentor" """
    return get_text_list([str(role.label).lower() for role in roles], _("of"))
