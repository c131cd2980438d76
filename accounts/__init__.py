"""People: users, their memberships of organisations, invitations, outgoing mail."""
