"""Pages of the school: its inbox, a request put to it, and the answer."""
