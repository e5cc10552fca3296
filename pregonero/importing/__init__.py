"""Bringing an old archive in: source → what is found → drafts → files under content/."""
