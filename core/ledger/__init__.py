"""The ledger: the journal of decisions, on a disk of our own."""
