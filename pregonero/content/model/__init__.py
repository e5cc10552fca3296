"""Bulletins, pages, campaigns and their field groups, as frozen records."""
