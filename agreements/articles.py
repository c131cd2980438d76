"""What every agreement says besides the facts and the institution's own clauses.

The documents are Dutch, whatever language their reader chose for the pages: these texts are no
messages to translate.
"""

from __future__ import annotations

from typing import NamedTuple

from agreements.enums import DocumentKind


class Article(NamedTuple):
    """An article: its title, and what it says."""

    title: str
    text: str


TITLES = {
    DocumentKind.FULL: "Stageovereenkomst",
    DocumentKind.ANNEX: "Bijlage bij de raamovereenkomst",
    DocumentKind.FRAMEWORK: "Raamovereenkomst",
}
HEADINGS = {
    "parties": "Partijen",
    "facts": "Wat afgesproken is",
    "articles": "Bepalingen",
    "clauses": "Eigen bepalingen van de lerarenopleiding",
    "signing": "Handtekeningen",
}
SIGNING = (
    "Wie in lerarenstage ondertekent, zet zijn naam onder de SHA-256 van dit document. "
    "Wie op papier ondertekent, doet dat hieronder."
)

OBJECT = Article(
    "Voorwerp",
    "De stageplaats laat de stagiair de afgesproken stageactiviteiten verrichten, in de "
    "stageperiode en voor het aantal lesuren dat erbij staat. De stage maakt deel uit van de "
    "lerarenopleiding van de stagiair.",
)
GUIDANCE = Article(
    "Begeleiding",
    "De vakmentoren begeleiden de stagiair in de school; de stagebegeleider begeleidt de "
    "stagiair voor de lerarenopleiding. De lerarenopleiding blijft verantwoordelijk voor de "
    "beoordeling.",
)
PLANNING = Article(
    "Stageplanning",
    "Waar en wanneer de stagiair welke stageactiviteit verricht, staat in de stageplanning. "
    "Lesdagen en vrije dagen zijn die van de school.",
)
CONFIDENTIAL = Article(
    "Vertrouwelijkheid",
    "De stagiair gaat vertrouwelijk om met wat hij of zij over leerlingen, personeel en school "
    "verneemt, ook na de stage.",
)
CHANGES = Article(
    "Wijzigingen",
    "Wijzigen de stageactiviteiten, de stageperiode, de vakmentoren of de stagebegeleider, dan "
    "komt er een nieuwe versie, die alle partijen opnieuw ondertekenen. Vroegere versies blijven "
    "bewaard.",
)
END = Article(
    "Einde",
    "De overeenkomst eindigt op de laatste dag van de stageperiode. De lerarenopleiding en de "
    "stageplaats kunnen de stage eerder beëindigen; zij geven daarvoor een reden.",
)
FRAMEWORK_OBJECT = Article(
    "Voorwerp",
    "De stageplaats en de lerarenopleiding leggen hier de afspraken vast die gelden voor alle "
    "stages die volledig binnen de geldigheidsduur vallen. Voor elke stage volstaat dan een korte "
    "bijlage met de stagiair, de stageactiviteiten, de stageperiode en de begeleiders.",
)
FRAMEWORK_SIGNING = Article(
    "Ondertekening",
    "Elke bijlage wordt ondertekend door de stagiair, de lerarenopleiding en de stageplaats.",
)
ARTICLES: dict[DocumentKind, tuple[Article, ...]] = {
    DocumentKind.FULL: (OBJECT, GUIDANCE, PLANNING, CONFIDENTIAL, CHANGES, END),
    DocumentKind.ANNEX: (CHANGES,),
    DocumentKind.FRAMEWORK: (
        FRAMEWORK_OBJECT,
        GUIDANCE,
        PLANNING,
        CONFIDENTIAL,
        FRAMEWORK_SIGNING,
    ),
}
CODE = "Stagecode"
UNDER_CODE = "De partijen houden zich aan de Stagecode, versie %(number)d, die geldt vanaf %(day)s."
UNDER_FRAMEWORK = (
    "Deze bijlage hoort bij raamovereenkomst %(reference)s tussen dezelfde lerarenopleiding en "
    "stageplaats, die geldt van %(days)s. Wat daar staat, geldt ook hier."
)
