"""The shared sync module: gather, propose, capture, decide, carry out, sync back. Sees ports only."""
