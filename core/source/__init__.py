"""What Git renders: the authoring files of each space, made into units, and found again for an edit."""
