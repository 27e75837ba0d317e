"""Carrying a plan out, step by step, under the ledger."""
