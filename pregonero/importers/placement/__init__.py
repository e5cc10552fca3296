"""Where drafts and their links go, and what is written."""
