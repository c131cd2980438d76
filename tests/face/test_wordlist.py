"""The word list is that of the source: every word, and one identifier for each."""

from django.apps import apps
from django.utils.translation import override

from institutions import enums
from lerarenstage.wordlist import GROUPS, TERMS

SOURCE = {
    "Instellingen en opleidingen": ["Lerarenopleiding", "Stageplaats"],
    "Actoren": ["Stagiair", "Mentor", "Stagebegeleider", "Stagecoördinator"],
    "Activiteiten": [
        "Stage",
        "Stageactiviteit",
        "Observatiestage",
        "Participatiestage",
        "Actieve stage",
        "Klasoverstijgende activiteit",
        "Groepsstage",
    ],
    "Procedures en documenten": [
        "Stagecode",
        "Stageovereenkomst",
        "Stageplanning",
        "Stageperiode",
        "Stageaanvraagsjabloon",
    ],
}
DEFINED_WITHIN_MENTOR = {"Vakmentor", "Schoolmentor"}


def test_the_words_of_the_source_are_all_there_in_its_groups_and_order() -> None:
    with override("nl"):
        ours = {
            str(group.title): [
                str(term.name)
                for term in group.terms
                if term.from_source and str(term.name) not in DEFINED_WITHIN_MENTOR
            ]
            for group in GROUPS
        }
    assert ours == SOURCE


def test_slugs_are_unique_and_every_word_has_a_meaning() -> None:
    slugs = [term.slug for group in GROUPS for term in group.terms]
    assert len(slugs) == len(set(slugs)) == len(TERMS)
    assert all(str(term.short_meaning).strip() for term in TERMS.values())


def test_identifiers_of_kinds_and_roles_exist() -> None:
    for term in TERMS.values():
        for identifier in term.identifier.split(", "):
            name, dot, member = identifier.partition(".")
            if dot and name in {"Role", "ActivityKind"}:
                assert hasattr(getattr(enums, name), member), identifier


def test_identifiers_of_models_exist_once_they_are_built() -> None:
    models = {model.__name__ for model in apps.get_models()}
    built = {"TrainingInstitution", "Programme", "PlacementSchool", "Trainee", "RequestTemplate"}
    built |= {"PlacementRequest", "Activity", "Offer", "Proposal"}
    named = {term.identifier for term in TERMS.values()}
    assert built <= named
    assert built <= models
