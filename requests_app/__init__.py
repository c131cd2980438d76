"""Demand and answer: templates, trainees, requests, proposals, and the one workflow."""
