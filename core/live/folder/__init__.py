"""A folder of manifests that stands for a cluster."""
