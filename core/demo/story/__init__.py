"""The story itself: a web shop in four spaces, its people, its history and its bad week. All made up."""
