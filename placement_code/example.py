"""A plausible Stagecode in two versions, for demonstrations. The real text is not known."""

from __future__ import annotations

from datetime import date, datetime

from accounts.models import Membership, User
from accounts.selectors import actor_of
from calendar_cfg.models import AcademicYear
from placement_code.models import CodeAcceptance, OrganisationCodeAcceptance, PlacementCode
from placement_code.selectors import is_responsible

_BEFORE = """# Waarover deze code gaat

De Stagecode is de overeenkomst tussen de lerarenopleiding, de stageplaats en de beheerders van \
dit platform. Ze legt vast hoe wij samenwerken van stageaanvraag tot het einde van de stage.

# De stageaanvraag

- De stagecoördinator dient een stageaanvraag in of controleert ze, en is het aanspreekpunt van \
de lerarenopleiding.
- Een stageaanvraag wordt aan één stageplaats tegelijk voorgelegd. Wij bellen of mailen geen \
andere scholen over dezelfde aanvraag.
{answer}
- Wie weigert, kiest een reden. Een weigering is geen oordeel over de stagiair.

# De stage

- De schoolmentor coördineert de stage op de stageplaats en wijst voor elk vak een vakmentor aan.
- De stagebegeleider volgt de stagiair namens de lerarenopleiding.
- De stageovereenkomst is ondertekend door de stagiair, de lerarenopleiding en de stageplaats \
voor de stage begint.
- De stagiair houdt de stageplanning bij. Een wijziging wordt besproken met de vakmentor.
- Wie een stage annuleert, zegt waarom en verwittigt de anderen dezelfde dag.

# Het intromoment

{intro}

# Gegevens van personen

- Namen en gegevens in dit platform dienen alleen voor de stage.
- Wij zetten geen gezondheidsgegevens, geboortedata of rijksregisternummers in een vrij tekstveld.
{privacy}
# Vragen en klachten

Een vraag of klacht gaat eerst naar het aanspreekpunt van de andere partij. Komen wij er niet \
uit, dan bemiddelen de beheerders.
"""

FIRST_TEXT = _BEFORE.format(
    answer="- De stageplaats probeert binnen twee lesweken te antwoorden.",
    intro="De stageplaats organiseert per trimester een intromoment.",
    privacy="",
)
SECOND_TEXT = _BEFORE.format(
    answer=(
        "- De stageplaats probeert binnen twee lesweken te antwoorden. Lukt dat niet, dan laat ze "
        "weten wanneer wel."
    ),
    intro=(
        "De stageplaats organiseert per trimester een intromoment en nodigt daarop de stagiairs "
        "van alle lerarenopleidingen samen uit. De stagiair laat weten of hij komt."
    ),
    privacy="- Een agendalink is persoonlijk. Wie hem verliest, trekt hem in.\n",
)
WHAT_CHANGED = (
    "Een stageplaats die later antwoordt, zegt wanneer; het intromoment is er voor alle stagiairs "
    "samen; agendalinks zijn persoonlijk."
)


def make_example(*, first_day: date, second_day: date) -> tuple[PlacementCode, PlacementCode]:
    """Both versions, marked as an example; what is there already stays as it is.

    Arguments:
        first_day: from when version 1 holds.
        second_day: from when version 2 holds; later.
    """
    first, _made = PlacementCode.objects.get_or_create(
        number=1, defaults={"valid_from": first_day, "text": FIRST_TEXT, "is_example": True}
    )
    second, _made = PlacementCode.objects.get_or_create(
        number=2,
        defaults={
            "valid_from": second_day,
            "text": SECOND_TEXT,
            "what_changed": WHAT_CHANGED,
            "is_example": True,
        },
    )
    return first, second


def accept_for_everybody(code: PlacementCode, *, year: AcademicYear, at: datetime) -> None:
    """Each person accepted a version at a moment, and each organisation for a year.

    For demonstrations: people accept through `accepting.accept_code`.
    """
    CodeAcceptance.objects.bulk_create(
        (CodeAcceptance(code=code, user=user, accepted_at=at) for user in User.objects.all()),
        ignore_conflicts=True,
    )
    members = Membership.objects.active().select_related("user", "institution", "school")
    OrganisationCodeAcceptance.objects.bulk_create(
        (
            OrganisationCodeAcceptance(
                code=code,
                year=year,
                institution=member.institution,
                school=member.school,
                user=member.user,
                role=member.role,
                accepted_at=at,
            )
            for member in members.order_by("pk")
            if is_responsible(actor_of(member))
        ),
        ignore_conflicts=True,
    )
