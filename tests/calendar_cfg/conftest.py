"""Property tests here check laws, not speed: a busy machine must not fail them."""

from hypothesis import settings

settings.register_profile("calendar", deadline=None)
settings.load_profile("calendar")
