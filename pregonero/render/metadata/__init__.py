"""What machines read of a page or of the site."""
