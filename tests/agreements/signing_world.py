"""Versions to sign: rows as the product makes them, with a PDF of their own."""

import hashlib
from datetime import date, timedelta
from itertools import count
from typing import Any

from accounts.models import Membership, User
from agreements.content import Basis, Heading, content_of_framework, content_of_stage
from agreements.enums import DocumentKind, Party
from agreements.models import Agreement, AgreementFile, AgreementVersion, FrameworkAgreement
from agreements.signing import sign_version
from calendar_cfg import clock
from institutions.enums import Role
from placements.models import Placement
from requests_app.models import Trainee
from tests.factories import MembershipFactory, actor_for
from tests.placements.world import fresh

_numbers = count(1)


def pdf(text: str = "") -> bytes:
    """A small valid PDF; another one each time."""
    body = f"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n% {text} {next(_numbers)}\n".encode()
    xref = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root 1 0 R>>\nstartxref\n"
    return body + xref + f"{len(body)}\n%%EOF\n".encode()


def version_of(
    about: Placement | FrameworkAgreement, *, why: str = "", **fields: Any
) -> AgreementVersion:
    """The next version of the agreement about a stage or a framework; the one before ends."""
    of_stage = isinstance(about, Placement)
    what = {"placement": about} if of_stage else {"framework": about}
    agreement = Agreement.objects.filter(**what).first()
    if agreement is None:
        reference = f"{'SO' if of_stage else 'RO'}-2017-{next(_numbers):06d}"
        agreement = Agreement.objects.create(reference=reference, **what)
    before = agreement.versions.first()
    agreement.versions.filter(superseded_at=None).update(superseded_at=clock.now())
    document = pdf(agreement.reference)
    kind = DocumentKind.FULL if of_stage else DocumentKind.FRAMEWORK
    number = before.number + 1 if before else 1
    heading, basis = Heading(agreement.reference, number, clock.today()), Basis(None, None, [])
    if isinstance(about, Placement):
        content = content_of_stage(fresh(about), heading, basis)
    else:
        content = content_of_framework(about, heading, basis)
    version: AgreementVersion = AgreementVersion.objects.create(
        agreement=agreement,
        number=number,
        why=why,
        made_at=clock.now(),
        sha256=hashlib.sha256(document).hexdigest(),
        **{"kind": kind, "content": content, **fields},
    )
    AgreementFile.objects.create(version=version, pdf=document)
    return version


def framework_of(coordinator: Membership, mentor: Membership) -> FrameworkAgreement:
    """A raamovereenkomst between the two organisations, for 2017-2018."""
    found: FrameworkAgreement = FrameworkAgreement.objects.create(
        institution=coordinator.institution,
        school=mentor.school,
        valid_from=date(2017, 9, 1),
        valid_until=date(2017, 9, 1) + timedelta(days=300),
    )
    return found


def account_of(trainee: Trainee) -> Membership:
    """An account for a trainee, with which it can sign."""
    member: Membership = MembershipFactory(
        role=Role.TRAINEE,
        institution=trainee.institution,
        user__first_name=trainee.first_name,
        user__last_name=trainee.last_name,
    )
    Trainee.objects.filter(pk=trainee.pk).update(user=member.user)
    return member


def sign(version: AgreementVersion, party: Party, who: Membership, sha256: str = "") -> Any:
    """Sign a version as somebody."""
    return sign_version(
        version_pk=version.pk,
        party=party,
        sha256=sha256 or version.sha256,
        actor=actor_for(who),
    )


def proven(client: Any, user: User, *, seconds_ago: float = 0) -> Any:
    """A client whose user gave the password again, so long ago."""
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {
            "method": "password",
            "at": clock.real_now().timestamp() - seconds_ago,
            "reauthenticated": True,
        }
    ]
    session.save()
    return client
