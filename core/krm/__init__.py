"""Kubernetes-style documents: reading, rules, comparing, editing. Pure; knows no Git, hub or cluster."""
