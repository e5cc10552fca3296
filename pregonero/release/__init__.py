"""From a built site to a live one, and back."""
