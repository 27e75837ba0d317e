"""What Kubernetes says of fields and lists, as data rows: id, scope, why, source, example."""
