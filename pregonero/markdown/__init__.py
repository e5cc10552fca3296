"""Markdown: read as it was meant, rendered, and compared with what was typed."""
