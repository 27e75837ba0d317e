"""headgate.yaml: read, checked against one table, and written for newcomers."""
