"""Hubs: adapters that satisfy the ports of the authority."""
