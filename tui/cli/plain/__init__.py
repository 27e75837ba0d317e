"""The screens' deeds as numbered questions, for terminals and readers that cannot show screens."""
