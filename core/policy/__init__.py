"""Checks, risk, approvals, routing: what the rules of the house say of a change. Pure."""
