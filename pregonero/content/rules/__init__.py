"""What must hold of the content, in one file alone and between files."""
