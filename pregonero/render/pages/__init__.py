"""What each HTML page shows."""
