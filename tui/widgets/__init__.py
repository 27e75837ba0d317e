"""What the screens are made of: line widgets, bars and one-line inputs."""
