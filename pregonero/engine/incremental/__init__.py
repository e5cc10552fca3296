"""What the last build made, and whether it would be made again."""
