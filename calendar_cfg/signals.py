"""Registers the effect that every phase edge has: that its passing is recorded."""
