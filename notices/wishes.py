"""What somebody wants to be mailed, and how often."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Membership, User
from institutions.enums import Role
from notices.enums import Rhythm
from notices.kind import Kind, kinds_for
from notices.models import Addressee


@dataclass(frozen=True)
class Wishes:
    """How often, in which language, and which kinds that may be switched off are wanted."""

    rhythm: Rhythm
    language: str
    wanted: Collection[str]


def addressee_of(user: User) -> Addressee:
    """The addressee of an account; not saved yet when nothing was ever told or chosen."""
    return Addressee.objects.filter(user=user).first() or Addressee(user=user)


def roles_of(user: User, memberships: Iterable[Membership]) -> set[Role]:
    """All the roles in which somebody is told things."""
    roles = {Role(member.role) for member in memberships}
    return roles | {Role.ADMIN} if user.is_staff else roles


def kinds_of(roles: Collection[Role]) -> list[Kind]:
    """What somebody in these roles can be told, in the order of mails, each once."""
    found = {kind.name: kind for role in roles for kind in kinds_for(role)}
    return sorted(found.values(), key=lambda kind: (kind.rank, kind.name))


@transaction.atomic
def save_wishes(*, user: User, wishes: Wishes, roles: Collection[Role]) -> Addressee:
    """Keep how often, in which language and about what somebody wants mail.

    What was switched off in a role that they have no more stays off. An obligation is never
    switched off.
    """
    Addressee.objects.get_or_create(user=user)
    addressee: Addressee = Addressee.objects.select_for_update(of=("self",)).get(user=user)
    offered = {kind.name for kind in kinds_of(roles) if not kind.is_obligation}
    off = (set(addressee.switched_off) - offered) | (offered - set(wishes.wanted))
    addressee.rhythm, addressee.switched_off = wishes.rhythm, sorted(off)
    addressee.save(update_fields=["rhythm", "switched_off"])
    if user.language != wishes.language:
        user.language = wishes.language
        user.save(update_fields=["language"])
    return addressee
