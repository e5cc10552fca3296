"""What may be public at a moment, and when that changes."""
