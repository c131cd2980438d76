"""The shared word list: one word, one thing.

The meanings are those of the published word list and timing of 2017-2018; the few words that
the product adds are marked. The page *Woordenlijst* and the tag `{% term %}` read from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text: TypeAlias = str | Promise


@dataclass(frozen=True)
class Term:
    """A word, what it means, and its one name in the code.

    `meaning` are paragraphs; `points` are the points of the last paragraph. `from_source` is
    False for a word that the product needs and the published list does not define.
    """

    slug: str
    name: Text
    meaning: tuple[Text, ...]
    identifier: str
    points: tuple[Text, ...] = ()
    from_source: bool = True

    @property
    def short_meaning(self) -> Text:
        """The first paragraph, shown where the word is used."""
        return self.meaning[0]


@dataclass(frozen=True)
class TermGroup:
    """A part of the word list, as the source divides it."""

    slug: str
    title: Text
    terms: tuple[Term, ...]


_GUIDED = _(
    "waarin de stagiair door een mentor en eventueel door een stagebegeleider wordt begeleid."
)
_ALL_ACTIVITIES = _("Deze stage omvat alle activiteiten:")

GROUPS = (
    TermGroup(
        "instellingen-en-opleidingen",
        _("Instellingen en opleidingen"),
        (
            Term(
                "lerarenopleiding",
                _("Lerarenopleiding"),
                (
                    _(
                        "De instelling (universiteit, hogeschool of centrum voor "
                        "volwassenenonderwijs) die de lerarenopleiding aanbiedt. Vanuit de "
                        "lerarenopleiding wordt de stageaanvraag ingebracht."
                    ),
                ),
                "TrainingInstitution",
            ),
            Term(
                "opleiding",
                _("Opleiding"),
                (
                    _(
                        "Een opleiding van een lerarenopleiding, zoals de educatieve bachelor, "
                        "de educatieve master of het educatief graduaat."
                    ),
                ),
                "Programme",
                from_source=False,
            ),
            Term(
                "stageplaats", _("Stageplaats"), (_("Een secundaire school."),), "PlacementSchool"
            ),
        ),
    ),
    TermGroup(
        "actoren",
        _("Actoren"),
        (
            Term(
                "stagiair", _("Stagiair"), (_("De student/cursist die een stage doet."),), "Trainee"
            ),
            Term(
                "mentor",
                _("Mentor"),
                (
                    _(
                        "Een personeelslid van de stageplaats dat zorgt voor de ondersteuning van "
                        "de stagiair. Deze persoon staat in voor de organisatie van de stage "
                        "binnen de school, begeleidt de stagiair binnen de stageschool en is het "
                        "aanspreekpunt. De mentor kan de persoon zijn die de stageaanvragen "
                        "behandelt."
                    ),
                    _("De meest voorkomende benamingen voor mentoren zijn:"),
                ),
                "Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR",
                (
                    _(
                        "vakmentor: een leraar van de stageplaats die de directe begeleiding van "
                        "de stagiair in een bepaald vakgebied op zich neemt;"
                    ),
                    _(
                        "schoolmentor: een leraar van de stageplaats in het secundair onderwijs "
                        "die de stage op de stageplaats coördineert."
                    ),
                ),
            ),
            Term(
                "vakmentor",
                _("Vakmentor"),
                (
                    _(
                        "Een leraar van de stageplaats die de directe begeleiding van de stagiair "
                        "in een bepaald vakgebied op zich neemt."
                    ),
                ),
                "Role.SUBJECT_MENTOR",
            ),
            Term(
                "schoolmentor",
                _("Schoolmentor"),
                (
                    _(
                        "Een leraar van de stageplaats in het secundair onderwijs die de stage op "
                        "de stageplaats coördineert."
                    ),
                ),
                "Role.SCHOOL_MENTOR",
            ),
            Term(
                "stagebegeleider",
                _("Stagebegeleider"),
                (_("Een personeelslid van de lerarenopleiding dat de stagiair begeleidt."),),
                "Role.SUPERVISOR",
            ),
            Term(
                "stagecoordinator",
                _("Stagecoördinator"),
                (
                    _(
                        "Een personeelslid van de lerarenopleiding dat de stage coördineert. Deze "
                        "persoon vult de stageaanvraag in of controleert ze en is daarnaast het "
                        "aanspreekpunt van de lerarenopleiding."
                    ),
                ),
                "Role.COORDINATOR",
            ),
        ),
    ),
    TermGroup(
        "activiteiten",
        _("Activiteiten"),
        (
            Term(
                "stage",
                _("Stage"),
                (
                    _(
                        "Het geheel van stageactiviteiten van de stagiair van een "
                        "lerarenopleiding, gewoonlijk in één stageperiode op één stageplaats."
                    ),
                ),
                "Placement",
            ),
            Term(
                "stageactiviteit",
                _("Stageactiviteit"),
                (
                    _(
                        "Een activiteit die deel uitmaakt van de stage van een lerarenopleiding "
                        "en die de stagiair uitvoert op de stageplaats."
                    ),
                ),
                "Activity",
            ),
            Term(
                "observatiestage",
                _("Observatiestage"),
                (_ALL_ACTIVITIES,),
                "ActivityKind.OBSERVATION",
                (
                    _(
                        "waarin de stagiair kennismaakt met de stageplaats en zich oriënteert "
                        "binnen het werkveld door op een gerichte manier te onderzoeken en/of te "
                        "observeren wat op de stageplaats gebeurt,"
                    ),
                    _GUIDED,
                ),
            ),
            Term(
                "participatiestage",
                _("Participatiestage"),
                (_ALL_ACTIVITIES,),
                "ActivityKind.PARTICIPATION",
                (
                    _(
                        "waarin de stagiair deelneemt aan leeractiviteiten op de stageplaats die "
                        "een mentor verzorgt,"
                    ),
                    _(
                        "waarin de stagiair slechts een gedeelde verantwoordelijkheid draagt in "
                        "de voorbereiding/uitvoering/verwerking van leeractiviteiten van de "
                        "mentor,"
                    ),
                    _GUIDED,
                ),
            ),
            Term(
                "actieve-stage",
                _("Actieve stage"),
                (_ALL_ACTIVITIES,),
                "ActivityKind.ACTIVE",
                (
                    _(
                        "waarin de stagiair leeractiviteiten verzorgt (in principe) in "
                        "aanwezigheid van een mentor,"
                    ),
                    _(
                        "waarin de stagiair mee de verantwoordelijkheid draagt in de "
                        "voorbereiding/uitvoering/verwerking van leeractiviteiten van de mentor,"
                    ),
                    _GUIDED,
                ),
            ),
            Term(
                "klasoverstijgende-activiteit",
                _("Klasoverstijgende activiteit"),
                (
                    _(
                        "Een opdracht die een stagiair opneemt op een stageplaats in het kader "
                        "van het bereiken van de tien functionele gehelen, los van een "
                        "lesgevende opdracht."
                    ),
                ),
                "ActivityKind.CROSS_CLASS",
            ),
            Term(
                "functioneel-geheel",
                _("Functioneel geheel"),
                (
                    _(
                        "Een van de tien gehelen van de basiscompetenties van de leraar, zoals "
                        "de leraar als opvoeder of de leraar als organisator."
                    ),
                ),
                "FunctionalWhole",
                from_source=False,
            ),
            Term(
                "groepsstage",
                _("Groepsstage"),
                (
                    _(
                        "Een stageactiviteit die door twee of meer stagiairs op hetzelfde moment "
                        "voor hetzelfde doelpubliek wordt uitgevoerd."
                    ),
                ),
                "PlacementRequest.is_group",
            ),
        ),
    ),
    TermGroup(
        "procedures-en-documenten",
        _("Procedures en documenten"),
        (
            Term(
                "stagecode",
                _("Stagecode"),
                (
                    _(
                        "De overeenkomst tussen de lerarenopleiding, de stageschool en de "
                        "beheerders van lerarenstage.be. Deze code legt de regels en afspraken "
                        "vast die de gebruikers van lerarenstage.be moeten respecteren."
                    ),
                ),
                "PlacementCode",
            ),
            Term(
                "stageovereenkomst",
                _("Stageovereenkomst"),
                (
                    _(
                        "De overeenkomst over een stage, afgesloten tussen de stagiair, de "
                        "lerarenopleiding en de stageplaats."
                    ),
                ),
                "Agreement",
            ),
            Term(
                "stageplanning",
                _("Stageplanning"),
                (
                    _(
                        "Het overzicht waarin aangegeven wordt waar en wanneer de stagiair welke "
                        "stageactiviteiten uitvoert."
                    ),
                ),
                "Schedule",
            ),
            Term(
                "stageperiode",
                _("Stageperiode"),
                (_("De periode waarin de stagiair stageactiviteiten uitvoert op de stageplaats."),),
                "period",
            ),
            Term(
                "stageaanvraagsjabloon",
                _("Stageaanvraagsjabloon"),
                (
                    _(
                        "Het sjabloon dat de stagecoördinator aanmaakt ter voorbereiding van een "
                        "persoonlijke stageaanvraag."
                    ),
                ),
                "RequestTemplate",
            ),
            Term(
                "stageaanvraag",
                _("Stageaanvraag"),
                (
                    _(
                        "De vraag van een lerarenopleiding om een stage voor een stagiair, of "
                        "voor een groep stagiairs. Ze bestaat uit een of meer stageactiviteiten."
                    ),
                ),
                "PlacementRequest",
                from_source=False,
            ),
            Term(
                "stageaanbod",
                _("Stageaanbod"),
                (_("Het aantal plaatsen dat een stageplaats aanbiedt, per vak en per trimester."),),
                "Offer",
                from_source=False,
            ),
            Term(
                "voorstel",
                _("Voorstel"),
                (
                    _(
                        "Een stageaanvraag die aan één stageplaats is voorgelegd en op haar "
                        "antwoord wacht."
                    ),
                ),
                "Proposal",
                from_source=False,
            ),
            Term(
                "intromoment",
                _("Intromoment"),
                (
                    _(
                        "Een moment waarop een stageplaats de stagiairs van een trimester "
                        "ontvangt, op of rond de dag die de kalender noemt."
                    ),
                ),
                "Intromoment",
                from_source=False,
            ),
            Term(
                "lesweek",
                _("Lesweek"),
                (
                    _(
                        "Vijf lesdagen. Een lesdag is een maandag tot vrijdag in het schooljaar "
                        "die geen vakantie of vrije dag is."
                    ),
                ),
                "calendar_cfg.lesdagen",
                from_source=False,
            ),
        ),
    ),
)


def _by_slug(groups: Iterable[TermGroup]) -> dict[str, Term]:
    return {term.slug: term for group in groups for term in group.terms}


TERMS = _by_slug(GROUPS)


def term(slug: str) -> Term:
    """The term with this slug; KeyError for a word that is not in the list."""
    return TERMS[slug]
