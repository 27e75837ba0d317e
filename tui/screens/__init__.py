"""The screens: each owns its state, none owns a rule."""
