"""What CRDs and XRDs say of their kinds."""
