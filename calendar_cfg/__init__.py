"""The ground: dates, phases, lesdagen, and the ledger of what happens when a phase opens or closes."""
