"""The nouns of bidirectional GitOps as frozen values. Pure."""
