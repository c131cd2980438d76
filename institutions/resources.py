"""What administrators export. Formulas are neutralised (IMPORT_EXPORT_ESCAPE_FORMULAE...)."""

from __future__ import annotations

from import_export import fields, resources

from institutions.models import Offer, PlacementSchool, Subject


class SchoolResource(resources.ModelResource):  # type: ignore[misc]
    """A school a row, without contact data of people."""

    class Meta:
        model = PlacementSchool
        fields = ("number", "name", "net", "koepel", "email", "phone", "website", "is_active")


class SubjectResource(resources.ModelResource):  # type: ignore[misc]
    """A subject a row."""

    class Meta:
        model = Subject
        fields = ("slug", "name", "is_active")


class OfferResource(resources.ModelResource):  # type: ignore[misc]
    """A line of an offer a row."""

    number = fields.Field(attribute="school_year__school__number", column_name="instellingsnummer")
    school = fields.Field(attribute="school_year__school__name", column_name="school")
    year = fields.Field(attribute="school_year__year__name", column_name="academiejaar")
    stance = fields.Field(attribute="school_year__stance", column_name="neemt_stagiairs")
    subject = fields.Field(attribute="subject__name", column_name="vak")

    class Meta:
        model = Offer
        fields = ("number", "school", "year", "stance", "subject", "graad", "trimester", "places")
