"""Public face of the models of demand and answer, one file per subject."""

from requests_app.answer_models import Proposal, ProposalLine, RequestEvent
from requests_app.demand_models import (
    Activity,
    PlacementRequest,
    Preference,
    RequestTemplate,
    TemplateActivity,
)
from requests_app.trainee_models import Trainee

__all__ = [
    "Activity",
    "PlacementRequest",
    "Preference",
    "Proposal",
    "ProposalLine",
    "RequestEvent",
    "RequestTemplate",
    "TemplateActivity",
    "Trainee",
]
