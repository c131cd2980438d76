"""The ground: dates, phases, lesdagen, and the ledger of what phase edges bring about."""
