"""What git knows of a folder: its commit, its history, and the conflicts it leaves in files."""
