"""Registers the effect that every phase edge has: that its passing is recorded."""

from calendar_cfg.effects import register_edge_records

register_edge_records()
