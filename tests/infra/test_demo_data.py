"""Starting over never empties a database that is not a demo."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from accounts.models import Membership, User
from lerarenstage.demo_data import empty_database
from tests.factories import UserFactory


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["an@school.be", "an@demo.example.be", "an@example.gent"])
def test_a_database_with_accounts_of_people_is_left_alone(
    coordinator: Membership, address: str
) -> None:
    UserFactory(email=address)
    with pytest.raises(ImproperlyConfigured, match="accounts of real people"):
        empty_database()
    assert User.objects.filter(email=address).exists()


@pytest.mark.django_db
def test_a_database_with_tables_of_another_program_is_left_alone(coordinator: Membership) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE somebody_elses (n int)")
    with pytest.raises(ImproperlyConfigured, match="somebody_elses"):
        empty_database()
    assert User.objects.exists()


@pytest.mark.django_db
def test_a_demo_is_emptied() -> None:
    UserFactory(email="coordinator@demo.example")
    connection.check_constraints()  # the test is one transaction; a table with work left stays
    empty_database()
    with connection.cursor() as cursor:
        assert connection.introspection.table_names(cursor) == []
