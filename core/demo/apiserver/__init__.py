"""A pretended API server: what a cluster answers after a manifest was applied. For the demo only."""
