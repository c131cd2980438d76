"""What the tests of notices share."""

import pytest

from institutions.models import Subject
from tests.factories import SubjectFactory


@pytest.fixture
def french(db: None) -> Subject:
    """A subject."""
    subject: Subject = SubjectFactory(name="Frans")
    return subject
