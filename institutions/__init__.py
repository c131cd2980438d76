"""Organisations and what they offer: institutions, schools, campuses, subjects, offers."""
